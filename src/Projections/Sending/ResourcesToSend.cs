using EventDicom.Domain;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Sending;
using EventDicom.Projections.Modifying;
using EventDicom.Projections.Resources;
using Npgsql;

namespace EventDicom.Projections.Sending;

/// <summary>What is to be sent, read inside the transaction that records the job.</summary>
public static class ResourcesToSend
{
    private const string Patient = "coalesce(p.tags ->> '0010,0020', '')";

    private static readonly string s_named =
        $"""
        select {(int)ResourceLevel.Patient}, p.id, {Patient}, null, null, null from {ViewSchema.Name}.patients p where p.id = any($1)
        union all
        select {(int)ResourceLevel.Study}, t.id, {Patient}, t.study_instance_uid, null, null
        from {ViewSchema.Name}.studies t join {ViewSchema.Name}.patients p on p.id = t.patient_id where t.id = any($1)
        union all
        select {(int)ResourceLevel.Series}, s.id, {Patient}, t.study_instance_uid, s.series_instance_uid, null
        from {ViewSchema.Name}.series s join {ViewSchema.Name}.studies t on t.id = s.study_id
            join {ViewSchema.Name}.patients p on p.id = s.patient_id where s.id = any($1)
        union all
        select {(int)ResourceLevel.Instance}, i.id, {Patient}, t.study_instance_uid, s.series_instance_uid, i.sop_instance_uid
        from {ViewSchema.Name}.instances i join {ViewSchema.Name}.series s on s.id = i.series_id
            join {ViewSchema.Name}.studies t on t.id = i.study_id join {ViewSchema.Name}.patients p on p.id = i.patient_id
        where i.id = any($1)
        """;

    // Series by series, each by InstanceNumber as far as that is a number (as Orthanc from 1.12.11 on).
    private static readonly string s_ordered =
        $"""
        select r.id, r.size from unnest($1) with ordinality as given(id, place)
            join {ViewSchema.Name}.instances r on r.id = given.id join {ViewSchema.Name}.series s on s.id = r.series_id
        order by s.seq, case when r.index_in_series ~ '^[0-9]{"{1,18}"}$' then r.index_in_series::bigint end nulls last, given.place
        """;

    /// <summary>The resources that a request names, in its order.</summary>
    /// <returns><c>null</c> when one of them is unknown.</returns>
    public static async Task<IReadOnlyList<ExportedResource>?> FindAsync(
        NpgsqlTransaction transaction, IReadOnlyList<OrthancId> ids, CancellationToken ct)
    {
        var known = new Dictionary<OrthancId, ExportedResource>();
        await using (var command = Command(transaction, s_named, [.. ids.Select(id => id.Value).Distinct()]))
        {
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var id = new OrthancId(rows.GetString(1));
                known[id] = new((ResourceLevel)rows.GetInt32(0), id, rows.GetString(2), Text(rows, 3), Text(rows, 4), Text(rows, 5));
            }
        }
        return ids.All(known.ContainsKey) ? [.. ids.Distinct().Select(id => known[id])] : null;
    }

    /// <summary>The instances at or below resources, each once, in the order in which they are to be sent, and the bytes of their
    /// files.</summary>
    public static async Task<(IReadOnlyList<OrthancId> Instances, long Size)> InstancesAsync(
        NpgsqlTransaction transaction, IReadOnlyList<ExportedResource> resources, CancellationToken ct)
    {
        NamedResource[] named = [.. resources.Select(resource => new NamedResource(resource.Level, resource.Id, resource.Id, null))];
        string[] ids = [.. (await NamedResources.InstancesAsync(transaction, named, ct)).Select(id => id.Value)];
        var (instances, size) = (new List<OrthancId>(ids.Length), 0L);
        await using var command = Command(transaction, s_ordered, ids);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            instances.Add(rows.GetId());
            size += rows.GetInt64(1);
        }
        return (instances, size);
    }

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private static NpgsqlCommand Command(NpgsqlTransaction transaction, string sql, string[] ids) =>
        new(sql, transaction.Connection, transaction) { Parameters = { new() { Value = ids } } };
}
