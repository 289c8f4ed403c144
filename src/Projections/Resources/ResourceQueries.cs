using System.Runtime.CompilerServices;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Projections.Attachments;
using EventDicom.Projections.Finding;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>Reads what the resource views hold of resources whose identifiers are known. What is long is streamed.</summary>
public sealed partial class ResourceQueries(NpgsqlDataSource database, ViewCache cache, IFind index)
{
    /// <summary>All that <c>GET /{level}/{id}</c> shows of one resource; <c>null</c> when there is none of the level.</summary>
    public async Task<Match?> FindAsync(ResourceLevel level, string id, CancellationToken ct)
    {
        if (cache.TryGet<Match>(id, out var kept)) return kept.Level == level ? kept : null;
        var readAt = cache.Now;
        var found = await OneAsync(level, level, id, MatchParts.Resource, ct);
        if (found is not null) cache.Keep(id, found.Patient, found, readAt);
        return found;
    }

    /// <summary>All that <c>GET</c> shows of the ancestor of a resource; <c>null</c> when that is not there.</summary>
    public Task<Match?> AncestorAsync(ResourceLevel level, ResourceLevel below, string id, CancellationToken ct) =>
        OneAsync(level, below, id, MatchParts.Resource, ct);

    /// <returns>The level at which the id is known; <c>null</c> when it is not.</returns>
    public async Task<ResourceLevel?> LevelOfAsync(string id, CancellationToken ct)
    {
        var sql = string.Join(" union all ",
            Enum.GetValues<ResourceLevel>().Select(level => $"select {(int)level} from {ResourceTable.Of(level)} where id = $1"));
        await foreach (var level in RowsAsync(sql, [id], rows => (ResourceLevel)rows.GetInt32(0), ct)) return level;
        return null;
    }

    /// <summary>Where the files of all instances at or below a resource lie.</summary>
    public IAsyncEnumerable<InstanceFile> FilesAsync(ResourceLevel level, string id, CancellationToken ct) =>
        RowsAsync(
            $"""
            select r.id, r.patient_id, r.sha256, r.md5, r.size, r.file_uuid, r.stored_at from {ResourceTable.Of(ResourceLevel.Instance)} r
            where {ResourceTable.Below(ResourceLevel.Instance, level, "$1")} order by {ResourceTable.Order}
            """,
            [id],
            rows => new InstanceFile(
                rows.GetString(0), rows.GetString(1), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(2)),
                Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(3)),
                rows.GetInt64(4), rows.GetGuid(5), rows.GetFieldValue<DateTimeOffset>(6)),
            ct);

    public async Task<InstanceFile?> FileAsync(string id, CancellationToken ct)
    {
        if (cache.TryGet<InstanceFile>(id, out var kept)) return kept;
        var readAt = cache.Now;
        await foreach (var file in FilesAsync(ResourceLevel.Instance, id, ct))
        {
            cache.Keep(id, file.Patient, file, readAt);
            return file;
        }
        return null;
    }

    /// <summary>The file of one instance at or below a resource, the first that arrived; <c>null</c> when there is none.</summary>
    public async Task<InstanceFile?> FirstFileAsync(ResourceLevel level, string id, CancellationToken ct)
    {
        await foreach (var file in FilesAsync(level, id, ct)) return file;
        return null;
    }

    public async Task<ResourceStatistics?> StatisticsAsync(string id, CancellationToken ct)
    {
        if (await LevelOfAsync(id, ct) is not { } level) return null;

        string Count(ResourceLevel below) =>
            below > level ? $"(select count(*)::int from {ResourceTable.Of(below)} r where {ResourceTable.Below(below, level, "$1")})"
            : "1";
        var sql = level == ResourceLevel.Instance
            ? $"select 1, 1, 1, size from {ResourceTable.Of(level)} where id = $1"
            : $"select {Count(ResourceLevel.Study)}, {Count(ResourceLevel.Series)}, instances, size from {ResourceTable.Of(level)} "
            + $"where id = $1";
        var statistics = RowsAsync(
            sql, [id], rows => new ResourceStatistics(level, rows.GetInt32(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetInt64(3)), ct);
        await foreach (var row in statistics) return row;
        return null;
    }

    public async Task<ArchiveStatistics> StatisticsAsync(CancellationToken ct)
    {
        if (cache.TryGetOfArchive<ArchiveStatistics>(out var kept)) return kept;

        var readAt = cache.Now;
        var sql =
            $"""
            select count(*), coalesce(sum(study_count), 0)::bigint, coalesce(sum(series_count), 0)::bigint,
                coalesce(sum(instances), 0)::bigint, coalesce(sum(size), 0)::bigint, attached.*
            from {ViewSchema.Name}.patients cross join ({AttachmentQueries.Sizes("true")}) as attached(uncompressed, stored, saved)
            group by attached.uncompressed, attached.stored, attached.saved
            """;
        var statistics = new ArchiveStatistics(0, 0, 0, 0, 0, 0); // without a patient there is no row
        await foreach (var row in RowsAsync(sql, [], Read, ct)) statistics = row;
        cache.KeepOfArchive(statistics, readAt);
        return statistics;

        static ArchiveStatistics Read(NpgsqlDataReader rows)
        {
            var (size, attached) = (rows.GetInt64(4), AttachmentQueries.ReadSizes(rows, 5));
            return new(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3),
                size - attached.Saved + attached.Stored, size + attached.Uncompressed);
        }
    }

    /// <summary>Every resource, at any level, whose DICOM identifier this is: PatientID in any case, StudyInstanceUID, SeriesInstanceUID or
    /// SOPInstanceUID.</summary>
    public IAsyncEnumerable<FoundResource> LookUpAsync(string identifier, CancellationToken ct) =>
        RowsAsync(
            $"""
            select 0, id from {ViewSchema.Name}.patients where {SearchColumn.Indexed("by_patient_id")} = left($2,
              {SearchColumn.LongestEntry}) and by_patient_id = $2
            union all select 1, id from {ViewSchema.Name}.studies where study_instance_uid = $1
            union all select 2, id from {ViewSchema.Name}.series where series_instance_uid = $1
            union all select 3, id from {ViewSchema.Name}.instances where sop_instance_uid = $1
            """,
            [identifier, FoldedText.Of(identifier)], rows => new FoundResource((ResourceLevel)rows.GetInt32(0), rows.GetString(1)), ct);

    /// <summary>Every label that some resource has, sorted.</summary>
    public IAsyncEnumerable<string> LabelsAsync(CancellationToken ct)
    {
        var labels = Enum.GetValues<ResourceLevel>()
            .Select(level => $"select unnest(labels) as label from {ResourceTable.Of(level)} where labels is not null");
        return RowsAsync(
            $"select distinct label collate \"C\" as label from ({string.Join(" union all ", labels)}) as used order by label", [], rows =>
                rows.GetString(0), ct);
    }

    /// <returns><c>null</c> when there is no such patient.</returns>
    public async Task<bool?> IsProtectedAsync(string patient, CancellationToken ct)
    {
        await foreach (var isProtected in RowsAsync(
            $"select protected from {ViewSchema.Name}.patients where id = $1", [patient], rows => rows.GetBoolean(0), ct))
            return isProtected;
        return null;
    }

    // Read to the end, which is there at once: whoever leaves earlier has the statement cancelled.
    private async Task<Match?> OneAsync(ResourceLevel level, ResourceLevel of, string id, MatchParts parts, CancellationToken ct)
    {
        Match? found = null;
        await foreach (var match in RelatedAsync(level, of, [id], ct, parts)) found = match;
        return found;
    }

    private async IAsyncEnumerable<T> RowsAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!parameters.All(DatabaseText.IsPossible)) yield break; // nothing that is stored can be like that
        await using var result = await RepeatedRead.ExecuteAsync(database, sql, command =>
        {
            foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter, NpgsqlDbType = TypeOf(parameter) });
        }, ct);
        while (await result.Rows.ReadAsync(ct)) yield return read(result.Rows);
    }

    // A null says nothing of its type; the only parameter that may be null is a limit.
    private static NpgsqlTypes.NpgsqlDbType TypeOf(object parameter) => parameter switch
    {
        string => NpgsqlTypes.NpgsqlDbType.Text,
        string[] => NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
        _ => NpgsqlTypes.NpgsqlDbType.Bigint,
    };
}
