using EventDicom.Domain.Measuring;
using JasperFx.Events;
using Marten;
using Marten.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventDicom.Projections.Changes;

/// <summary>
/// Brings the log of changes up to the events. Every node does, whoever comes first: a pass is one transaction under a lock that ends with
/// it, so a node that dies leaves nothing that another would have to wait for.
/// </summary>
public sealed partial class ChangeLogKeeper(IDocumentStore store, NpgsqlDataSource database, ILogger<ChangeLogKeeper> logger)
    : BackgroundService
{
    private const int PageSize = 2_000;

    // Whoever reads the log has it brought up to date first; this only keeps that from becoming much.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longPause = TimeSpan.FromSeconds(1);

    // A node whose machine is gone, and not only its process, would hold the locks until its connection times out.
    private const string NoLongRest = "set local idle_in_transaction_session_timeout = 1500";

    private static readonly Type[] s_types = [.. new ChangeLog().Events];

    private readonly SemaphoreSlim _turn = new(1);
    private readonly SettledEvents _settled = new();

    /// <summary>Folds what is settled and not in the log yet, a bounded number of events.</summary>
    /// <returns>Whether anything was: if not, there is nothing, or it is not settled yet, or another node is at it.</returns>
    public async Task<bool> AdvanceAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (await LookAsync(transaction, ct) is not { } look) return false;
            var upTo = _settled.UpTo(look.Position, look.Given, look.Takers, look.Numbers, isPage: look.Numbers.Count == PageSize);
            if (upTo == look.Position) return false;

            var (statements, numbering) = ChangeLog.Fold(ViewSchema.Name, await EventsAsync(look.Position, upTo, ct), look.Numbering);
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var statement in statements) batch.BatchCommands.Add(statement.ToBatchCommand());
            batch.BatchCommands.Add(ChangeLog.MarkAt(ViewSchema.Name, upTo, numbering).ToBatchCommand());
            await batch.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until every event that has a number by now is committed, or never will be.</summary>
    /// <returns>The last such number.</returns>
    internal static async Task<long> SettleAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        HashSet<string>? waitingFor = null;
        for (var given = 0L; ;)
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(Given), new(Takers) } };
            var takers = new HashSet<string>();
            await using (var rows = await batch.ExecuteReaderAsync(ct))
            {
                await rows.ReadAsync(ct);
                if (waitingFor is null) given = rows.GetInt64(0);
                await rows.NextResultAsync(ct);
                while (await rows.ReadAsync(ct)) takers.Add(rows.GetString(0));
            }
            waitingFor ??= takers;
            if (!waitingFor.Overlaps(takers)) return given;
            await Task.Delay(TimeSpan.FromMilliseconds(5), ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = s_pause;
            try
            {
                // A pass costs much the same for one event as for many, so that while events keep coming it is worth letting some gather.
                var behind = await BehindAsync(stoppingToken);
                Instruments.ChangeLogIsBehind(behind);
                if (behind > 0 && await AdvanceAsync(stoppingToken) && behind > PageSize) continue;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                CannotAdvance(logger, failure.Message, failure is NpgsqlException { IsTransient: true } ? null : failure);
                pause = s_longPause;
            }
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private const string Sequence = $"{EventStore.Schema}.mt_events_sequence";
    /// <summary>The last number that was given to an event, committed or not.</summary>
    internal const string Given = $"select case when is_called then last_value else 0 end from {Sequence}";

    private const string Takers =
        $"""
        select virtualtransaction from pg_locks
        where locktype = 'relation' and relation = '{Sequence}'::regclass and database = (select oid from pg_database
          where datname = current_database())
            and mode = 'RowExclusiveLock' and granted
        """;

    // Numbers of events that the log has not come to.
    private async Task<long> BehindAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select ({Given}) - coalesce((select position from {ViewSchema.Name}.changes_last), 0)");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<Look?> LookAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands =
            {
                new(NoLongRest), new(ViewLock.ShareSql), new($"select pg_try_advisory_xact_lock({AdvisoryLocks.ChangeLog})"),
                // Each sees what was committed before it, and must come in this order: see SettledEvents.
                new($"select seq, counted, position from {ViewSchema.Name}.changes_last"), new(Given), new(Takers),
                new(
                    $"""
                    select seq_id from {EventStore.Schema}.mt_events
                    where seq_id > coalesce((select position from {ViewSchema.Name}.changes_last), 0) order by seq_id limit {PageSize}
                    """),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct); // the share; the setting gives no rows
        await rows.NextResultAsync(ct);
        await rows.ReadAsync(ct);
        if (!rows.GetBoolean(0)) return null; // another node is at it
        await rows.NextResultAsync(ct);
        var (numbering, position) = await rows.ReadAsync(ct)
            ? (new ChangeNumbering(rows.GetInt64(0), rows.GetBoolean(1)), rows.GetInt64(2)) : default;
        await rows.NextResultAsync(ct);
        await rows.ReadAsync(ct);
        var given = rows.GetInt64(0);
        await rows.NextResultAsync(ct);
        var takers = new HashSet<string>();
        while (await rows.ReadAsync(ct)) takers.Add(rows.GetString(0));
        await rows.NextResultAsync(ct);
        var numbers = new List<long>();
        while (await rows.ReadAsync(ct)) numbers.Add(rows.GetInt64(0));
        return new(numbering, position, given, takers, numbers);
    }

    private async Task<IReadOnlyList<IEvent>> EventsAsync(long after, long upTo, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return await session.Events.QueryAllRawEvents()
            .Where(e => e.Sequence > after && e.Sequence <= upTo && e.EventTypesAre(s_types))
            .OrderBy(e => e.Sequence)
            .ToListAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot bring the log of changes up to date, trying again: {Reason}")]
    private static partial void CannotAdvance(ILogger logger, string reason, Exception? unforeseen);

    private sealed record Look(ChangeNumbering Numbering, long Position, long Given, IReadOnlySet<string> Takers,
        IReadOnlyList<long> Numbers);
}
