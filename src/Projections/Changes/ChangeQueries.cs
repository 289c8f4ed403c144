using EventDicom.Domain;
using Npgsql;

namespace EventDicom.Projections.Changes;

/// <summary>One entry of the log of changes.</summary>
public readonly record struct Change(long Seq, ChangeType Type, ResourceLevel Level, string ResourceId, DateTimeOffset At);

/// <param name="Last">Seq of the last entry shown, or the highest number ever given when none is.</param>
/// <param name="Done">Whether no entry follows that the question would match.</param>
public sealed record ChangePage(IReadOnlyList<Change> Changes, long Last, bool Done);

/// <summary>Reads the log of changes, never ahead of and never far behind what was committed before the question.</summary>
public sealed class ChangeQueries(NpgsqlDataSource database, ChangeLogKeeper keeper)
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(5);

    // A row has the identifiers of what its resource is or lies in.
    private const string Level =
        "case when study_id is null then 0 when series_id is null then 1 when resource_id = series_id then 2 else 3 end";

    /// <param name="since">Exclusive lower bound of Seq.</param>
    /// <param name="to">Inclusive upper bound of Seq, or <c>null</c>. Without a lower bound, or with 0, the page ends there rather than
    /// starting below.</param>
    /// <param name="types">Only these, or <c>null</c> for all.</param>
    public async Task<ChangePage> PageAsync(long? since, long? to, IReadOnlyList<ChangeType>? types, long limit, CancellationToken ct)
    {
        var lastEver = await CatchUpAsync(ct);

        var backwards = since is null or 0 && to is not null;
        var conditions = $"seq > $1 and seq <= $2{(types is null ? "" : " and type = any($4)")}";
        await using var command = database.CreateCommand(
            $"""
            select seq, type, {Level}, resource_id, at from {ViewSchema.Name}.changes where {conditions}
            order by seq {(backwards ? "desc" : "")} limit $3
            """);
        command.Parameters.Add(new() { Value = since ?? 0 });
        command.Parameters.Add(new() { Value = Math.Min(to ?? long.MaxValue, lastEver) });
        command.Parameters.Add(new() { Value = limit == long.MaxValue ? limit : limit + 1 });
        if (types is not null) command.Parameters.Add(new() { Value = types.Select(type => (short)type).ToArray() });

        var changes = new List<Change>();
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
                changes.Add(new(rows.GetInt64(0), (ChangeType)rows.GetInt16(1), (ResourceLevel)rows.GetInt32(2), rows.GetString(3),
                    rows.GetFieldValue<DateTimeOffset>(4)));
        }

        // Who wants no row is not told that there are none.
        var done = changes.Count <= limit && limit > 0;
        if (changes.Count > limit) changes.RemoveAt(changes.Count - 1);
        if (backwards) changes.Reverse();
        return new(changes, changes.Count > 0 ? changes[^1].Seq : lastEver, done);
    }

    /// <summary>The newest entry alone.</summary>
    public async Task<ChangePage> LastAsync(CancellationToken ct)
    {
        var page = await PageAsync(null, long.MaxValue, null, 1, ct);
        return page with { Done = true };
    }

    /// <summary>The highest number ever given, as far as the log has come.</summary>
    public async Task<long> LastNumberAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select coalesce((select seq from {ViewSchema.Name}.changes_last), 0)");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    // The log is written behind the commits. Have it reach what was committed before the question, so that a script that uploads and then
    // asks sees its upload; if that takes long, because a transaction that began earlier is still under way, the page shows what there is.
    //
    // The highest number ever given bounds the page: read any later, it could pass entries that an empty page did not show, and a consumer
    // who goes on from there would never be given them.
    private async Task<long> CatchUpAsync(CancellationToken ct)
    {
        var committed = -1L;
        var deadline = Environment.TickCount64 + (long)s_longestWait.TotalMilliseconds;
        while (true)
        {
            await using var command = database.CreateCommand(
                $"""
                select coalesce((select max(seq_id) from {EventStore.Schema}.mt_events), 0), coalesce((select position
                  from {ViewSchema.Name}.changes_last), 0),
                       coalesce((select seq from {ViewSchema.Name}.changes_last), 0)
                """);
            long logged, last;
            await using (var rows = await command.ExecuteReaderAsync(ct))
            {
                await rows.ReadAsync(ct);
                if (committed < 0) committed = rows.GetInt64(0);
                (logged, last) = (rows.GetInt64(1), rows.GetInt64(2));
            }
            if (logged >= committed || Environment.TickCount64 >= deadline) return last;
            if (!await keeper.AdvanceAsync(ct)) await Task.Delay(s_poll, ct);
        }
    }
}
