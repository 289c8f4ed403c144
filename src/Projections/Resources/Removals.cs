using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;

namespace EventDicom.Projections.Resources;

/// <summary>One statement that takes a resource, what lies below it and the parents that it leaves empty out of the views, and those that
/// count anew what is left.</summary>
internal static class Removals
{
    public static IEnumerable<ViewStatement> Of(string schema, object @event) => @event switch
    {
        InstanceDeleted e => Remove(schema, ResourceLevel.Instance, e.InstanceId, e, e.DeletedAt),
        InstanceOverwritten e => Remove(schema, ResourceLevel.Instance, e.InstanceId, e, e.OverwrittenAt),
        SeriesDeleted e => Remove(schema, ResourceLevel.Series, e.SeriesId, e, e.DeletedAt),
        StudyDeleted e => Remove(schema, ResourceLevel.Study, e.StudyId, e, e.DeletedAt),
        // What was recycled makes room at once, whatever the retention.
        PatientDeleted e =>
            Remove(schema, ResourceLevel.Patient, e.PatientId, e, e.Recycled is null ? e.DeletedAt : DateTimeOffset.UnixEpoch),
        BlobsPurged e => [new($"delete from {schema}.blobs where sha256 = any(^)", [e.Sha256.Select(Convert.FromHexString).ToArray()])],
        _ => throw new ArgumentException($"{@event.GetType().Name} removes nothing", nameof(@event)),
    };

    private static IEnumerable<ViewStatement> Remove(string schema, ResourceLevel level, OrthancId id, object @event, DateTimeOffset at)
    {
        var removed = RemovedResources.By(@event)!.Value;
        var (topmost, patient, study, series, _) = removed;
        var sql = new List<string>();
        var parameters = new List<object>();

        // The instances that go: all of the resource's own, found through the index on series_id.
        var instances = level switch
        {
            ResourceLevel.Instance => "id = ^",
            ResourceLevel.Series => "series_id = ^",
            ResourceLevel.Study => $"series_id in (select id from {schema}.series where study_id = ^)",
            _ => $"series_id in (select series.id from {schema}.series join {schema}.studies on studies.id = series.study_id where "
            + $"studies.patient_id = ^)",
        };
        // What is attached to the resource, to what lies below it, and to the parents that go.
        var (attached, ofAttached) = removed.Condition;
        sql.Add($"gone_attachments as (delete from {schema}.attachments where {attached} returning resource_id, content_type, sha256)");
        parameters.AddRange(ofAttached);
        sql.Add($"gone as (delete from {schema}.instances where {instances} returning id, size, sha256)");
        parameters.Add(id.Value);
        sql.Add("lost as (select count(*)::int as instances, coalesce(sum(size), 0)::bigint as size from gone)");
        sql.Add($"""
            released as (
                update {schema}.blobs set named_by = named_by - unnamed.names, released_at = case when named_by = unnamed.names then ^ end
                from (
                    select sha256, count(*)::int as names from (
                        select sha256 from gone
                        where not exists (select from gone_attachments a where a.content_type = {AttachmentNames.Dicom}
                          and a.resource_id = gone.id)
                        union all select sha256 from gone_attachments) as each_name group by sha256) as unnamed
                where blobs.sha256 = unnamed.sha256)
            """);
        parameters.Add(at);

        // Below the topmost resource that goes, everything goes; above it, the counts shrink.
        if (topmost <= ResourceLevel.Series)
        {
            var (column, key) = topmost == ResourceLevel.Patient ? ("patient_id", patient) : topmost == ResourceLevel.Study
                ? ("study_id", study) : ("id", series);
            var which = topmost == ResourceLevel.Patient
                ? $"study_id in (select id from {schema}.studies where patient_id = ^)" : $"{column} = ^";
            sql.Add($"gone_series as (delete from {schema}.series where {which})");
            parameters.Add(key.Value);
        }
        if (topmost <= ResourceLevel.Study)
        {
            sql.Add($"gone_studies as (delete from {schema}.studies where {(topmost == ResourceLevel.Patient ? "patient_id" : "id")} = ^)");
            parameters.Add(topmost == ResourceLevel.Patient ? patient.Value : study.Value);
        }
        if (topmost == ResourceLevel.Patient)
        {
            sql.Add($"gone_patient as (delete from {schema}.patients where id = ^)");
            parameters.Add(patient.Value);
        }
        if (topmost > ResourceLevel.Patient) Shrink("patients", patient);
        if (topmost > ResourceLevel.Study) Shrink("studies", study);
        if (topmost > ResourceLevel.Series) Shrink("series", series);

        yield return new($"with {string.Join(",\n", sql)}\nselect 1", [.. parameters]);
        if (topmost == ResourceLevel.Series) yield return Recounts.OfStudies(schema, study);
        if (topmost is ResourceLevel.Series or ResourceLevel.Study) yield return Recounts.OfPatients(schema, patient);

        void Shrink(string table, OrthancId parent)
        {
            sql.Add($"""
                less_{table} as (
                    update {schema}.{table} set instances = {table}.instances - lost.instances, size = {table}.size - lost.size, last_update
                      = ^
                    from lost where {table}.id = ^)
                """);
            parameters.Add(at);
            parameters.Add(parent.Value);
        }
    }
}
