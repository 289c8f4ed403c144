using EventDicom.Domain;
using EventDicom.Domain.Attachments;

namespace EventDicom.Projections.Attachments;

/// <summary>
/// The statements that follow from a change of an attachment: for its row, and for the bytes that it names. They are folded with the
/// instances, whose files are among these bytes, in the order of the events.
/// </summary>
internal static class AttachmentChanges
{
    // What has only got another form is in nobody's way when it goes at once.
    private static readonly DateTimeOffset s_longAgo = DateTimeOffset.UnixEpoch;

    public static IReadOnlyList<ViewStatement> Of(string schema, object @event) => @event switch
    {
        AttachmentStored e =>
        [
            Release(schema, e.Level, e.ResourceId, e.ContentType, e.StoredAt),
            Insert(schema, e),
            Name(schema, e.ResourceId, e.Form),
        ],
        AttachmentRemoved e =>
        [
            Release(schema, e.Level, e.ResourceId, e.ContentType, e.RemovedAt),
            new($"delete from {schema}.attachments where level = ^ and resource_id = ^ and content_type = ^",
                [(short)e.Level, e.ResourceId.Value, e.ContentType]),
        ],
        AttachmentCompressed e => Reform(schema, e.Level, e.ResourceId, e.ContentType, e.Form, e.Revision),
        AttachmentUncompressed e => Reform(schema, e.Level, e.ResourceId, e.ContentType, e.Form, e.Revision),
        _ => throw new ArgumentException($"{@event.GetType().Name} changes no attachment", nameof(@event)),
    };

    private static List<ViewStatement> Reform(string schema, ResourceLevel level, OrthancId id, int contentType,
        StoredForm form, long revision)
    {
        var statements = new List<ViewStatement>();
        // From now on the file of an instance has a row of its own here.
        if (contentType == AttachmentNames.Dicom)
        {
            statements.Add(new(
                $"""
                insert into {schema}.attachments (level, resource_id, content_type, patient_id, study_id, series_id, file_uuid, size, md5,
                    sha256, file_size, stored_size, stored_md5, compressed, revision)
                select {(int)ResourceLevel.Instance}, id, {AttachmentNames.Dicom}, patient_id, study_id, series_id, file_uuid, size, md5,
                  sha256, size, size, md5, false, 0
                from {schema}.instances where id = ^ on conflict do nothing
                """, [id.Value]));
        }
        statements.Add(Release(schema, level, id, contentType, s_longAgo));
        statements.Add(new(
            $"""
            update {schema}.attachments set sha256 = ^, file_size = ^, stored_size = ^, stored_md5 = ^, compressed = ^, revision = ^
            where level = ^ and resource_id = ^ and content_type = ^
            """,
            [
                Convert.FromHexString(form.Sha256), form.FileSize, form.Size, Convert.FromHexString(form.Md5), form.IsCompressed, revision,
                (short)level, id.Value, contentType,
            ]));
        statements.Add(Name(schema, id, form));
        return statements;
    }

    // In a statement of its own, before the row names other bytes: those may be the same.
    private static ViewStatement Release(string schema, ResourceLevel level, OrthancId id, int contentType, DateTimeOffset at) => new(
        $"""
        update {schema}.blobs set named_by = named_by - 1, released_at = case when named_by = 1 then ^ end
        from {schema}.attachments a where a.level = ^ and a.resource_id = ^ and a.content_type = ^ and blobs.sha256 = a.sha256
        """,
        [at, (short)level, id.Value, contentType]);

    private static ViewStatement Insert(string schema, AttachmentStored e) => new(
        $"""
        insert into {schema}.attachments (level, resource_id, content_type, patient_id, study_id, series_id, file_uuid, size, md5,
            sha256, file_size, stored_size, stored_md5, compressed, revision)
        values (^, ^, ^, ^, nullif(^, ''), nullif(^, ''), ^, ^, ^, ^, ^, ^, ^, ^, ^)
        on conflict (level, resource_id, content_type) do update set file_uuid = excluded.file_uuid, size = excluded.size, md5 =
          excluded.md5, sha256 = excluded.sha256,
            file_size = excluded.file_size, stored_size = excluded.stored_size, stored_md5 = excluded.stored_md5, compressed =
            excluded.compressed, revision = excluded.revision
        """,
        [
            (short)e.Level, e.ResourceId.Value, e.ContentType, e.PatientId.Value, e.StudyId?.Value ?? "", e.SeriesId?.Value ?? "",
            e.FileUuid, e.Size,
            Convert.FromHexString(e.Md5), Convert.FromHexString(e.Form.Sha256), e.Form.FileSize, e.Form.Size,
            Convert.FromHexString(e.Form.Md5), e.Form.IsCompressed, e.Revision,
        ]);

    private static ViewStatement Name(string schema, OrthancId resource, StoredForm form) => new(
        $"""
        insert into {schema}.blobs (sha256, size, named_by, instance_id, released_at) values (^, ^, 1, ^, null)
        on conflict (sha256) do update set named_by = blobs.named_by + 1, instance_id = excluded.instance_id, released_at = null
        """,
        [Convert.FromHexString(form.Sha256), form.FileSize, resource.Value]);
}
