using EventDicom.Domain;
using EventDicom.Domain.Stability;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>Answers the watch over what becomes stable from the inline views, under a lock on the patients concerned.</summary>
public sealed class UnstableResources(NpgsqlDataSource database) : IUnstableResources
{
    public async Task<long> NewestEventAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select coalesce(max(seq_id), 0) from {EventStore.Schema}.mt_events");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<IReadOnlyList<UnstableResource>> LockAsync(
        NpgsqlTransaction transaction, long upTo, int patients, CancellationToken ct)
    {
        const string Due = "not stable and changed <= $1";
        await ViewLock.ShareAsync(transaction, ct);
        string[] concerned;
        await using (var find = new NpgsqlCommand(
            $"""
            select distinct patient from (
                (select patient_id as patient from {ViewSchema.Name}.series where {Due} order by changed limit $2)
                union all (select patient_id from {ViewSchema.Name}.studies where {Due} order by changed limit $2)
                union all (select id from {ViewSchema.Name}.patients where {Due} order by changed limit $2)) as due limit $2
            """, transaction.Connection, transaction) { Parameters = { new() { Value = upTo }, new() { Value = patients } } })
        {
            var found = new List<string>();
            await using var rows = await find.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct)) found.Add(rows.GetString(0));
            concerned = [.. found];
        }
        if (concerned.Length == 0) return [];

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(PatientLock.Sql, [PatientLock.Keys(concerned)]);
        batch.Add($"select id, patient_id, study_id from {ViewSchema.Name}.series where {Due} and patient_id = any($2) order by seq",
            [upTo, concerned]);
        batch.Add($"select id, patient_id, null from {ViewSchema.Name}.studies where {Due} and patient_id = any($2) order by seq",
            [upTo, concerned]);
        batch.Add($"select id, id, null from {ViewSchema.Name}.patients where {Due} and id = any($2) order by seq", [upTo, concerned]);
        var unstable = new List<UnstableResource>();
        await using var locked = await batch.ExecuteReaderAsync(ct);
        foreach (var level in (ResourceLevel[])[ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient])
        {
            await locked.NextResultAsync(ct);
            while (await locked.ReadAsync(ct))
                unstable.Add(new(level, locked.GetId(), new(locked.GetString(1)), locked.IsDBNull(2) ? null : new(locked.GetString(2))));
        }
        return unstable;
    }
}
