using System.Globalization;
using EventDicom.Domain;
using EventDicom.Domain.Limits;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>
/// Answers what keeps the limits from the inline views. Counting all patients takes some milliseconds for each ten thousand. So a count is
/// remembered, and what has been stored since is added, on whatever node; what was deleted since makes it too high, and only where it seems
/// too high it is counted anew.
/// </summary>
public sealed class StorageUseUnderLock(TimeProvider time) : IStorageUse
{
    // For what may be written by somebody who does not take the lock, e.g. a node that was started without limits.
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(10);

    private static readonly string s_lock = string.Create(CultureInfo.InvariantCulture,
        $"select pg_advisory_xact_lock({AdvisoryLocks.StorageUse})");

    private static readonly string s_newest =
        $"greatest((select max(seq) from {ViewSchema.Name}.instances), (select max(seq) from {ViewSchema.Name}.patients), $1)";

    private static readonly string s_since =
        $"""
        select (select coalesce(sum(size), 0)::bigint from {ViewSchema.Name}.instances where seq > $1), (select count(*)
          from {ViewSchema.Name}.patients where seq > $1), {s_newest}
        """;

    private static readonly string s_count =
        $"""
        select coalesce(sum(size), 0)::bigint, count(*), coalesce(sum(size) filter (where {Recyclable}), 0)::bigint, count(*) filter (where
          {Recyclable}), {s_newest}
        from {ViewSchema.Name}.patients p
        """;

    private static readonly string s_next = $"select id from {ViewSchema.Name}.patients p where {Recyclable} order by changed limit $1";

    // Nobody goes of whom the events say that somebody protects them, whatever the view says.
    private static readonly string s_held =
        $"""
        select p.id, p.size from {ViewSchema.Name}.patients p where p.id = any($1) and not p.protected and not exists (
            select from {EventStore.Schema}.mt_events e
            where e.stream_id = p.id and e.type = 'patient_protected' and not exists (
                select from {EventStore.Schema}.mt_events later
                where later.stream_id = p.id and later.type in ('patient_unprotected', 'patient_deleted') and later.version > e.version))
        order by p.changed
        """;

    private const string Recyclable = "not p.protected and p.id <> all($2)";

    private volatile Remembered? _remembered;

    public async Task<StorageUse> LockAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        // As every writer does, and first: whoever waited for it with another lock in hand would keep a rebuild waiting for ever.
        batch.Add(ViewLock.ShareSql, []);
        batch.Add(s_lock, []);
        await batch.ExecuteNonQueryAsync(ct);

        if (_remembered is not { } known || time.GetElapsedTime(known.Moment) > s_remembered) return await CountAsync(transaction, [], ct);
        await using var command = Command(transaction, s_since, [known.Newest]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        var use = known.Use.With(new(rows.GetInt64(0), rows.GetInt64(1)));
        _remembered = known with { Use = use, Newest = rows.GetInt64(2) };
        return use;
    }

    public async Task<StorageUse> CountAsync(NpgsqlTransaction transaction, IReadOnlyCollection<OrthancId> spared, CancellationToken ct)
    {
        var moment = time.GetTimestamp();
        await using var command = Command(transaction, s_count, [0L, Ids(spared)]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        var use = new StorageUse(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
        _remembered = new(use, rows.GetInt64(4), moment);
        return use;
    }

    public async Task<(IReadOnlyList<OrthancId> Asked, IReadOnlyList<RecyclablePatient> Held)> HoldLeastRecentAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<OrthancId> passedOver, int atMost, bool waits, CancellationToken ct)
    {
        var asked = await IdsAsync(Command(transaction, s_next, [(long)atMost, Ids(passedOver)]), ct);
        if (asked.Count == 0) return ([], []);

        // In the order of their keys, as everybody takes them.
        var byKey = asked.OrderBy(patient => PatientLock.Key(patient.Value)).ToList();
        await using var take = Command(
            transaction,
            $"select id from unnest($1, $2) as asked(id, key) where "
            + $"{(waits ? "pg_advisory_xact_lock(key) is not null" : "pg_try_advisory_xact_lock(key)")}",
            [Ids(byKey), byKey.Select(patient => PatientLock.Key(patient.Value)).ToArray()]);
        var taken = await IdsAsync(take, ct);

        var held = new List<RecyclablePatient>();
        await using var command = Command(transaction, s_held, [Ids(taken)]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) held.Add(new(rows.GetId(), rows.GetInt64(1)));
        return (asked, held);
    }

    public void Forget() => _remembered = null;

    private static string[] Ids(IEnumerable<OrthancId> ids) => [.. ids.Select(id => id.Value)];

    private static async Task<List<OrthancId>> IdsAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var ids = new List<OrthancId>();
        await using (command)
        {
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct)) ids.Add(rows.GetId());
        }
        return ids;
    }

    private static NpgsqlCommand Command(NpgsqlTransaction transaction, string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return command;
    }

    private sealed record Remembered(StorageUse Use, long Newest, long Moment);
}
