using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Blobs;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>Answers the intake from the inline views, under a lock on the patients concerned.</summary>
public sealed class HoldingsUnderLock : IHoldings
{
    // All that the rest of the transaction asks or changes it knows by its id. So it asks indexes, also where the planner takes a young
    // table, not yet analyzed, for one that is read whole sooner; and each statement is planned once for each connection, because planning
    // those with lists of ids anew took two fifths of the database's time.
    private const string PlanForIds =
        "select set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)";

    public async Task<Holdings> LockAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<InstanceHeader> instances, IReadOnlyCollection<string> sha256,
        CancellationToken ct)
    {
        var patients = Ids(instances, header => header.PatientId);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(ViewLock.ShareSql, []);
        batch.Add(PlanForIds, []);
        batch.Add(PatientLock.Sql, [PatientLock.Keys(patients)]);
        foreach (var keep in RemovalMarks.KeepSql) batch.Add(keep, [sha256.Select(Convert.FromHexString).ToArray()]);
        batch.Add($"select id, sha256, size, labels from {ViewSchema.Name}.instances where id = any($1)",
            [Ids(instances, header => header.InstanceId)]);
        batch.Add(
            $"""
            select id, instances, expected,
                case when expected <= instances + $2 then array(select index_in_series from {ViewSchema.Name}.instances
                where series_id = series.id) end, labels
            from {ViewSchema.Name}.series where id = any($1)
            """,
            [Ids(instances, header => header.SeriesId), instances.Count]);
        batch.Add($"select id, instances, labels from {ViewSchema.Name}.studies where id = any($1)",
            [Ids(instances, header => header.StudyId)]);
        batch.Add($"select id, instances, labels from {ViewSchema.Name}.patients where id = any($1)", [patients]);

        var holdings = new Holdings();
        await using var rows = await batch.ExecuteReaderAsync(ct);
        for (var before = 0; before < 4; before++) await rows.NextResultAsync(ct); // the plans and the locks; what deletes has no result
        while (await rows.ReadAsync(ct))
        {
            holdings.Hold(rows.GetId(), new HeldInstance(Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(1)), rows.GetInt64(2)));
            HoldLabels(3);
        }
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            long? expected = rows.IsDBNull(2) ? null : rows.GetInt64(2);
            holdings.Hold(rows.GetId(), new HeldSeries(rows.GetInt32(1), expected,
                rows.IsDBNull(3) ? null : rows.GetFieldValue<string?[]>(3)));
            HoldLabels(4);
        }
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            holdings.HoldStudy(rows.GetId(), rows.GetInt32(1));
            HoldLabels(2);
        }
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            holdings.HoldPatient(rows.GetId(), rows.GetInt32(1));
            HoldLabels(2);
        }
        return holdings;

        void HoldLabels(int column)
        {
            if (!rows.IsDBNull(column)) holdings.HoldLabels(rows.GetId(), rows.GetFieldValue<string[]>(column));
        }
    }

    private static string[] Ids(IReadOnlyCollection<InstanceHeader> instances, Func<InstanceHeader, OrthancId> id) =>
        [.. instances.Select(header => id(header).Value).Distinct()];
}
