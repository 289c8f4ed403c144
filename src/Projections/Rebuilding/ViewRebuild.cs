using System.Diagnostics;
using EventDicom.Projections.Changes;
using EventDicom.Projections.JobHistory;
using EventDicom.Projections.Remotes;
using EventDicom.Projections.Resources;
using JasperFx.Events;
using Marten;
using Npgsql;
using Weasel.Core;
using Weasel.Postgresql;

namespace EventDicom.Projections.Rebuilding;

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
    // One rebuild at a time, on any node.
    private const long RebuildLock = 0x4576_4469_5265_6275;

    /// <summary>Events that are read and folded at a time. What comes out does not depend on it.</summary>
    public int PageSize { get; init; } = 2_000;

    public async Task<RebuildProgress> RunAsync(IProgress<RebuildProgress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await ExecuteAsync(connection, $"select pg_advisory_lock({RebuildLock})", cancellation);
        try
        {
            await CreateTablesAsync(connection, cancellation);
            var settled = await ChangeLogPositionAsync(connection, cancellation);
            var folded = await FoldAsync(connection, 0, settled, inline: true, changes: true, progress, watch, settled, cancellation);

            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await ViewLock.TakeAloneAsync(transaction, cancellation);
            // From here nobody changes a view. What was committed since goes into the views that run inline, and as far
            // into the log of changes as its daemon had come; the daemon goes on from there in the new tables.
            var logged = await ChangeLogPositionAsync(connection, cancellation);
            folded += await FoldAsync(connection, settled, long.MaxValue, inline: true, changes: false, progress, watch, settled, cancellation);
            await FoldAsync(connection, settled, logged, inline: false, changes: true, null, watch, settled, cancellation);
            await ExecuteAsync(connection,
                $"""
                alter schema {ViewSchema.Name} rename to {Last};
                alter schema {Next} rename to {ViewSchema.Name};
                drop schema {Last} cascade;
                """, cancellation);
            await transaction.CommitAsync(cancellation);
            return new(folded, folded, watch.Elapsed);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({RebuildLock})", CancellationToken.None);
        }
    }

    private static async Task CreateTablesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var migrator = new PostgresqlMigrator();
        var ddl = new StringWriter();
        ddl.WriteLine($"drop schema if exists {Next} cascade; create schema {Next};");
        foreach (var table in ViewSchema.TablesIn(Next)) table.WriteCreateStatement(migrator, ddl);
        await ExecuteAsync(connection, ddl.ToString(), cancellation);
    }

    /// <returns>Number of events between the two sequence numbers, the first exclusive, the second inclusive.</returns>
    private async Task<long> FoldAsync(
        NpgsqlConnection connection, long after, long upTo, bool inline, bool changes,
        IProgress<RebuildProgress>? progress, Stopwatch watch, long total, CancellationToken cancellation)
    {
        var folded = 0L;
        while (true)
        {
            var page = await PageAsync(after, upTo, cancellation);
            if (page.Count == 0) return folded;

            await using var batch = new NpgsqlBatch(connection);
            if (inline)
            {
                Add(batch, ResourceViews.Fold(Next, page));
                Add(batch, RemoteViews.Fold(Next, page));
                Add(batch, JobViews.Fold(Next, page));
            }
            if (changes) Add(batch, ChangeLog.Fold(Next, page));
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);

            after = page[^1].Sequence;
            folded += page.Count;
            progress?.Report(new(folded, total, watch.Elapsed));
        }
    }

    private async Task<IReadOnlyList<IEvent>> PageAsync(long after, long upTo, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.Events.QueryAllRawEvents()
            .Where(e => e.Sequence > after && e.Sequence <= upTo)
            .OrderBy(e => e.Sequence)
            .Take(PageSize)
            .ToListAsync(cancellation);
    }

    private static async Task<long> ChangeLogPositionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(ChangeLogPosition.Sql, connection);
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    private static void Add(NpgsqlBatch batch, IEnumerable<ViewStatement> statements)
    {
        foreach (var statement in statements) batch.BatchCommands.Add(statement.ToBatchCommand());
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
