using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Attachments;

/// <summary>
/// What users have attached; and of the files of instances those that lie in the store in another form than they came, or did for a time.
/// The others stand with their instances.
/// </summary>
internal static class AttachmentTable
{
    private static readonly string s_dicom = $"level = {(int)ResourceLevel.Instance} and content_type = {AttachmentNames.Dicom}";

    public static Table In(string schema) => ViewTable.In(schema, "attachments", table =>
    {
        table.AddColumn("level", "smallint").AsPrimaryKey();
        table.AddColumn<string>("resource_id").AsPrimaryKey();
        table.AddColumn<int>("content_type").AsPrimaryKey();
        table.AddColumn<string>("patient_id").NotNull();
        table.AddColumn<string>("study_id");
        table.AddColumn<string>("series_id");
        table.AddColumn("file_uuid", "uuid").NotNull();
        table.AddColumn<long>("size").NotNull();
        table.AddColumn("md5", "bytea").NotNull();
        // The file: its address and length; then the content as it lies there.
        table.AddColumn("sha256", "bytea").NotNull();
        table.AddColumn<long>("file_size").NotNull();
        table.AddColumn<long>("stored_size").NotNull();
        table.AddColumn("stored_md5", "bytea").NotNull();
        table.AddColumn<bool>("compressed").NotNull();
        table.AddColumn<long>("revision").NotNull();
        table.Indexed("patient_id", "study_id", "series_id");
    });

    /// <summary>What <see cref="AttachmentQueries"/> reads, from the attachments of some resources of one level; with the files of
    /// instances that are as they came.</summary>
    public static string Select(ResourceLevel level)
    {
        var attached =
            $"""
            select resource_id, content_type, file_uuid, size, md5, sha256, file_size, stored_size, stored_md5, compressed, revision
            from {ViewSchema.Name}.attachments where level = {(int)level} and resource_id = any($1)
            """;
        return level != ResourceLevel.Instance ? $"{attached} order by 2" :
            $"""
            {attached}
            union all
            select i.id, {AttachmentNames.Dicom}, i.file_uuid, i.size, i.md5, i.sha256, i.size, i.size, i.md5, false, 0
              from {ViewSchema.Name}.instances i
            where i.id = any($1) and not exists (select from {ViewSchema.Name}.attachments where {s_dicom} and resource_id = i.id)
            order by 2
            """;
    }

    /// <summary>All attachments of a row r of a level as one text, which <see cref="Read"/> takes apart.</summary>
    public static string AllOf(ResourceLevel level)
    {
        const string Columns =
            "content_type, file_uuid, size, encode(md5, 'hex'), encode(sha256, 'hex'), file_size, stored_size, encode(stored_md5, 'hex'), "
            + "compressed, revision";
        const string OfFile =
            "r.file_uuid, r.size, encode(r.md5, 'hex'), encode(r.sha256, 'hex'), r.size, r.size, encode(r.md5, 'hex'), false, 0";
        var kept = $"{ViewSchema.Name}.attachments a where a.level = {(int)level} and a.resource_id = r.id";
        var all = $"(select json_agg(json_build_array({Columns}) order by content_type)::jsonb from {kept})";
        return level != ResourceLevel.Instance ? $"{all}::text" :
            $"""
            ((case when not exists (select from {kept} and a.content_type = {AttachmentNames.Dicom})
                then jsonb_build_array(jsonb_build_array({AttachmentNames.Dicom}, {OfFile})) else '[]'::jsonb
                end) || coalesce({all}, '[]'::jsonb))::text
            """;
    }

    /// <summary>What <see cref="AllOf"/> says of a resource.</summary>
    public static IReadOnlyList<KeptAttachment> Read(ResourceLevel level, string id, string all) =>
    [
        .. JsonElement.Parse(all).EnumerateArray().Select(row => new KeptAttachment(
            level, id, row[0].GetInt32(), row[1].GetGuid(), row[2].GetInt64(), row[3].GetString()!,
            new(row[4].GetString()!, row[5].GetInt64(), row[6].GetInt64(), row[7].GetString()!, row[8].GetBoolean()), row[9].GetInt64())),
    ];

    /// <summary>The form of the file of one instance, where it may be another than it came in.</summary>
    public static readonly string SelectForm =
        $"select sha256, file_size, stored_size, stored_md5, compressed from {ViewSchema.Name}.attachments where {s_dicom} "
        + $"and resource_id = $1";
}
