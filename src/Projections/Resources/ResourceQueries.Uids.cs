using System.Runtime.CompilerServices;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <content>What DICOM identifiers lead to. Where several patients have them, to all of it.</content>
public sealed partial class ResourceQueries
{
    /// <summary>The instances of a study or series, or the instance itself: by series, then as they arrived.</summary>
    public IAsyncEnumerable<InstanceByUids> ByUidsAsync(UidPath path, CancellationToken ct) => ByUidsAsync(path, "", ct);

    /// <summary>The first of the instances that <see cref="ByUidsAsync"/> finds; <c>null</c> where there is none.</summary>
    public async Task<InstanceByUids?> FirstByUidsAsync(UidPath path, CancellationToken ct)
    {
        var key = path.ToString();
        var isOne = path.Level == ResourceLevel.Instance;
        if (isOne && cache.TryGet<InstanceByUids>(key, out var kept)) return kept;
        var readAt = cache.Now;
        await foreach (var found in ByUidsAsync(path, "limit 1", ct))
        {
            if (isOne) cache.Keep(key, found.File.Patient, found, readAt);
            return found;
        }
        return null;
    }

    /// <summary>The instances with a SOPInstanceUID, whatever study and series they are in.</summary>
    public IAsyncEnumerable<InstanceByUids> BySopInstanceUidAsync(string uid, CancellationToken ct) =>
        RowsAsync(SelectByUids("r.sop_instance_uid = $1"), [uid], ReadByUids, ct);

    private async IAsyncEnumerable<InstanceByUids> ByUidsAsync(UidPath path, string limit, [EnumeratorCancellation] CancellationToken ct)
    {
        var conditions = "t.study_instance_uid = $1";
        var parameters = new List<object> { path.Study };
        if (path.Series is { } series)
        {
            conditions += " and s.series_instance_uid = $2";
            parameters.Add(series);
        }
        if (path.Instance is { } instance)
        {
            conditions += " and r.sop_instance_uid = $3";
            parameters.Add(instance);
        }
        await foreach (var found in RowsAsync(SelectByUids(conditions, limit), [.. parameters], ReadByUids, ct)) yield return found;
    }

    private static string SelectByUids(string conditions, string limit = "") =>
        $"""
        select r.id, r.patient_id, r.sha256, r.md5, r.size, r.file_uuid, r.stored_at,
            t.study_instance_uid, s.series_instance_uid, r.sop_instance_uid, r.sop_class_uid, r.transfer_syntax_uid
        from {ResourceTable.Of(ResourceLevel.Study)} t
        join {ResourceTable.Of(ResourceLevel.Series)} s on s.study_id = t.id
        join {ResourceTable.Of(ResourceLevel.Instance)} r on r.series_id = s.id
        where {conditions} order by s.seq, {ResourceTable.Order} {limit}
        """;

    private static InstanceByUids ReadByUids(NpgsqlDataReader rows) => new(
        new(
            rows.GetString(0), rows.GetString(1), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(2)),
            Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(3)), rows.GetInt64(4), rows.GetGuid(5),
            rows.GetFieldValue<DateTimeOffset>(6)),
        new(rows.GetString(7), rows.GetString(8), rows.GetString(9)),
        rows.IsDBNull(10) ? null : rows.GetString(10),
        rows.IsDBNull(11) ? null : rows.GetString(11));
}
