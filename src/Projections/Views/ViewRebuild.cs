using System.Diagnostics;
using EventDicom.Projections.Changes;
using EventDicom.Projections.Finding;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace EventDicom.Projections.Views;

/// <param name="Done">Events folded so far.</param>
/// <param name="Total">Events to fold, as known at the start.</param>
public readonly record struct RebuildProgress(long Done, long Total, TimeSpan Elapsed);

/// <summary>
/// Builds every view again from the events alone, opening no blob, while the server goes on: a second set of tables is filled
/// beside the one in use, and the two are exchanged in one transaction once the second has caught up.
/// </summary>
public sealed class ViewRebuild(IDocumentStore store, NpgsqlDataSource database)
{
    private const string Next = "views_next";
    private const string Last = "views_last";

    // Views that were restored apart from the events may be older than these.
    private static readonly string s_knowsLastStored =
        $"""
        with last as (select seq_id, {EventStore.NamedFile} as sha256 from {EventStore.Schema}.mt_events
          where type = 'instance_stored' order by seq_id desc limit 1)
        select not exists(select from last where not exists(select from {ViewSchema.Name}.blobs where sha256 = decode(last.sha256, 'hex'))
            and not exists(select from {EventStore.Schema}.mt_events where seq_id > last.seq_id and type = 'blobs_purged'
            and data -> 'Sha256' ? last.sha256))
        """;

    /// <summary>Events that are read and folded at a time. What comes out does not depend on it.</summary>
    public int PageSize { get; init; } = 2_000;

    public Task<RebuildProgress> RunAsync(IProgress<RebuildProgress>? progress, CancellationToken ct) =>
        AloneAsync(connection => RunAsync(connection, progress, ct), ct);

    /// <summary>
    /// Builds the views where they are not there, were made by another version of the program or from other events, or know more or less
    /// than the store has. To be awaited before anybody reads or writes; nodes that start together wait for the one that does it.
    /// </summary>
    /// <returns>What was done; <c>null</c> where the views were as they must be.</returns>
    public Task<RebuildProgress?> EnsureAsync(IProgress<RebuildProgress>? progress, CancellationToken ct) =>
        AloneAsync<RebuildProgress?>(async connection =>
        {
            await ExecuteAsync(connection, $"drop schema if exists {Next} cascade", ct); // of a rebuild that was killed
            if (!await AreUsableAsync(connection, ct)) return await RunAsync(connection, progress, ct);
            await SearchIndexes.EnsureAsync(connection, ViewSchema.Name, ct);
            return null;
        }, ct);

    private async Task<T> AloneAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({AdvisoryLocks.Rebuild})", ct);
        try
        {
            return await work(connection);
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, $"select pg_advisory_unlock({AdvisoryLocks.Rebuild})", CancellationToken.None);
        }
    }

    private static async Task<bool> AreUsableAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var made = new NpgsqlCommand(
            $"select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = '{ViewSchema.Name}'", connection);
        if (await made.ExecuteScalarAsync(ct) as string != await BasisAsync(connection, ct)) return false;

        await using var last = new NpgsqlCommand(s_knowsLastStored, connection) { CommandTimeout = 0 };
        if (await last.ExecuteScalarAsync(ct) is false) return false;

        await using var ahead = new NpgsqlCommand(
            $"select coalesce((select position from {ViewSchema.Name}.changes_last), 0) > ({ChangeLogKeeper.Given})", connection);
        return !(bool)(await ahead.ExecuteScalarAsync(ct))!;
    }

    // Which version made the views, and from which table of events: one that was restored has another number (oid) than the one before.
    private static async Task<string> BasisAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var events = new NpgsqlCommand($"select '{EventStore.Schema}.mt_events'::regclass::oid::text", connection);
        return $"{ViewSchema.Fingerprint} of {await events.ExecuteScalarAsync(ct)}";
    }

    private async Task<RebuildProgress> RunAsync(NpgsqlConnection connection, IProgress<RebuildProgress>? progress, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await ExecuteAsync(connection,
            $"drop schema if exists {Next} cascade; create schema {Next}; comment "
            + $"on schema {Next} is '{await BasisAsync(connection, ct)}'; {ViewSchema.Definition(Next)}", ct);
        var numbering = default(ChangeNumbering);
        var settled = await ChangeLogKeeper.SettleAsync(connection, ct);
        var folded = await FoldAsync(connection, 0, settled, page => [.. Inline(page), .. Log(page)], progress, watch, settled, ct);
        await SearchIndexes.EnsureAsync(connection, Next, ct);
        await ExecuteAsync(connection, string.Concat(ViewCatalog.All.SelectMany(view => view.TablesIn(Next))
            .Select(table => $"analyze {table.Identifier};")), ct);

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ViewLock.TakeAloneAsync(transaction, ct);
        // From here nobody changes a view. What was committed since goes into the views that run inline, and as far
        // into the log of changes as it had come; whoever brings it further goes on from there in the new tables.
        var logged = await LoggedAsync(connection, ct);
        folded += await FoldAsync(connection, settled, long.MaxValue, Inline, progress, watch, settled, ct);
        await FoldAsync(connection, settled, logged, Log, null, watch, settled, ct);
        await using (var mark = new NpgsqlBatch(connection,
            transaction) { BatchCommands = { ChangeLog.MarkAt(Next, Math.Max(settled, logged), numbering).ToBatchCommand() } })
            await mark.ExecuteNonQueryAsync(ct);
        await ExecuteAsync(connection,
            $"""
            do $$ begin
                if exists (select from pg_namespace where nspname = '{ViewSchema.Name}')
                then alter schema {ViewSchema.Name} rename to {Last}; end if;
            end $$;
            alter schema {Next} rename to {ViewSchema.Name};
            drop schema if exists {Last} cascade;
            """, ct);
        await transaction.CommitAsync(ct);
        return new(folded, folded, watch.Elapsed);

        static IEnumerable<ViewStatement> Inline(IReadOnlyList<IEvent> events) =>
            ViewCatalog.Inline.SelectMany(view => view.Fold(Next, events));

        IEnumerable<ViewStatement> Log(IReadOnlyList<IEvent> events)
        {
            (var statements, numbering) = ChangeLog.Fold(Next, events, numbering);
            return statements;
        }
    }

    /// <returns>Number of events between the two sequence numbers, the first exclusive, the second inclusive.</returns>
    private async Task<long> FoldAsync(
        NpgsqlConnection connection, long after, long upTo, Func<IReadOnlyList<IEvent>, IEnumerable<ViewStatement>> fold,
        IProgress<RebuildProgress>? progress, Stopwatch watch, long total, CancellationToken ct)
    {
        var folded = 0L;
        while (true)
        {
            var page = await PageAsync(after, upTo, ct);
            if (page.Count == 0) return folded;

            await using var batch = new NpgsqlBatch(connection);
            foreach (var statement in fold(page)) batch.BatchCommands.Add(statement.ToBatchCommand());
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);

            after = page[^1].Sequence;
            folded += page.Count;
            progress?.Report(new(folded, total, watch.Elapsed));
        }
    }

    private async Task<IReadOnlyList<IEvent>> PageAsync(long after, long upTo, CancellationToken ct)
    {
        await using var session = store.QuerySession();
        return await session.Events.QueryAllRawEvents()
            .Where(e => e.Sequence > after && e.Sequence <= upTo)
            .OrderBy(e => e.Sequence)
            .Take(PageSize)
            .ToListAsync(ct);
    }

    // How far the log in use has come; 0 where there is none, or one of a version that noted it elsewhere.
    private static async Task<long> LoggedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var known = new NpgsqlCommand(
            $"select from information_schema.columns where table_schema = '{ViewSchema.Name}' and table_name = 'changes_last' "
            + $"and column_name = 'position'", connection);
        await using (var columns = await known.ExecuteReaderAsync(ct))
            if (!await columns.ReadAsync(ct)) return 0;

        // Never beyond the events: the log may be one of others.
        await using var command = new NpgsqlCommand(
            $"select least(position, ({ChangeLogKeeper.Given})) from {ViewSchema.Name}.changes_last", connection);
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
