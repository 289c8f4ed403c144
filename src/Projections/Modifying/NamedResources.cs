using System.Runtime.InteropServices;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Modifying;
using EventDicom.Projections.Finding;
using EventDicom.Projections.Resources;
using Npgsql;

namespace EventDicom.Projections.Modifying;

/// <summary>What the rules about making instances anew must know of the resources that a request names, inside the transaction that records
/// the job.</summary>
public static class NamedResources
{
    private const int IdsAtOnce = 10_000;

    private static readonly string s_known =
        $"""
        select {(int)ResourceLevel.Patient}, id, id, null from {ViewSchema.Name}.patients where id = any($1)
        union all select {(int)ResourceLevel.Study}, id, patient_id, id from {ViewSchema.Name}.studies where id = any($1)
        union all select {(int)ResourceLevel.Series}, id, patient_id, study_id from {ViewSchema.Name}.series where id = any($1)
        union all select {(int)ResourceLevel.Instance}, id, patient_id, study_id from {ViewSchema.Name}.instances where id = any($1)
        """;

    private static readonly string s_first =
        $"select r.id, r.sha256, r.size from {ResourceTable.Of(ResourceLevel.Instance)} r "
        + $"where {ResourceTable.Below(ResourceLevel.Instance, ResourceLevel.Study, "$1")} order by {ResourceTable.Order} limit 1";

    // The studies at, above or below $1, of which the patient $2, or its own where that is null, has others.
    private static readonly string s_others =
        $"""
        select distinct p.id, p.tags::text from {ViewSchema.Name}.studies t join {ViewSchema.Name}.patients p
          on p.id = coalesce($2, t.patient_id)
        where (t.id = $1 or t.patient_id = $1 or t.id in (select study_id from {ViewSchema.Name}.series where id = $1
          union all select study_id from {ViewSchema.Name}.instances where id = $1))
            and exists (select 1 from {ViewSchema.Name}.studies other where other.patient_id = p.id and other.id <> t.id)
        """;

    /// <summary>Those that are there.</summary>
    public static async Task<IReadOnlyDictionary<OrthancId, NamedResource>> FindAsync(NpgsqlTransaction transaction,
        IEnumerable<OrthancId> ids, CancellationToken ct)
    {
        var known = new Dictionary<OrthancId, NamedResource>();
        foreach (var some in ids.Select(id => id.Value).Where(OrthancId.IsWellFormed).Distinct().Chunk(IdsAtOnce))
        {
            await using var command = Command(transaction, s_known, some);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var id = new OrthancId(rows.GetString(1));
                known[id] = new((ResourceLevel)rows.GetInt32(0), id, new(rows.GetString(2)),
                    rows.IsDBNull(3) ? null : new OrthancId(rows.GetString(3)));
            }
        }
        return known;
    }

    /// <summary>The instances at or below resources, each once, in the order of the resources and of their arrival.</summary>
    public static async Task<IReadOnlyList<OrthancId>> InstancesAsync(NpgsqlTransaction transaction,
        IReadOnlyCollection<NamedResource> resources, CancellationToken ct)
    {
        var below = new Dictionary<OrthancId, List<OrthancId>>();
        foreach (var level in resources.GroupBy(resource => resource.Level, resource => resource.Id.Value))
        {
            foreach (var some in level.Chunk(IdsAtOnce))
            {
                await using var command = Command(transaction, AtOrBelow(level.Key), some);
                await using var rows = await command.ExecuteReaderAsync(ct);
                while (await rows.ReadAsync(ct))
                    (CollectionsMarshal.GetValueRefOrAddDefault(below, new(rows.GetString(0)), out _) ??= []).Add(new(rows.GetString(1)));
            }
        }
        return [.. resources.SelectMany(resource => below.GetValueOrDefault(resource.Id) ?? []).Distinct()];
    }

    /// <summary>The file of the instance of a study that arrived first; <c>null</c> when there is no such study.</summary>
    public static async Task<StoredFile?> FirstFileAsync(NpgsqlTransaction transaction, OrthancId study, CancellationToken ct)
    {
        await using var command = Command(transaction, s_first, study.Value);
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? new StoredFile(rows.GetString(0), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(1)), rows.GetInt64(2))
            : null;
    }

    /// <summary>The main tags of the patients that studies come to, of those who have other studies than the one that comes.</summary>
    /// <param name="source">The studies at, above or below this one.</param>
    /// <param name="patient">Where they all come; <c>null</c> for each to its own.</param>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> PatientsWithOthersAsync(
        NpgsqlTransaction transaction, OrthancId source, OrthancId? patient, CancellationToken ct)
    {
        await using var command = Command(transaction, s_others, source.Value);
        command.Parameters.Add(new() { Value = (object?)patient?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        var others = new List<IReadOnlyDictionary<string, string>>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) others.Add(MatchColumns.Tags(rows.GetString(1)));
        return others;
    }

    private static string AtOrBelow(ResourceLevel level)
    {
        var resource = level switch
        {
            ResourceLevel.Instance => "id",
            ResourceLevel.Series => "series_id",
            ResourceLevel.Study => "study_id",
            _ => "patient_id",
        };
        return $"""
            select r.{resource}, r.id from {ResourceTable.Of(ResourceLevel.Instance)} r
            where {ResourceTable.Below(ResourceLevel.Instance, level, "any($1)")} order by {ResourceTable.Order}
            """;
    }

    private static NpgsqlCommand Command(NpgsqlTransaction transaction, string sql, object ids) =>
        new(sql, transaction.Connection, transaction) { Parameters = { new() { Value = ids } } };
}
