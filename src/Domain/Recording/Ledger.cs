using System.Data;
using System.Diagnostics;
using EventDicom.Domain.Measuring;
using JasperFx.Events;
using Marten;
using Marten.Services;
using Npgsql;

namespace EventDicom.Domain.Recording;

/// <summary>A fact and who brought it about.</summary>
public readonly record struct Entry(Fact Fact, Origin Origin);

/// <summary>What one transaction writes.</summary>
/// <param name="Entries">In the order in which they happened.</param>
/// <param name="Ready">Work that goes on beside the appending, and must have succeeded before anything is committed.</param>
/// <param name="Documents">That begin with the entries.</param>
public readonly record struct Writing(IReadOnlyList<Entry> Entries, Task? Ready = null, IReadOnlyList<object>? Documents = null);

/// <summary>
/// Where events are written that are not those of a job moving on: one transaction reads what a rule must know, and appends what it decided
/// with who, why and from where as metadata. The inline views change in the same transaction.
/// </summary>
public sealed class Ledger(IDocumentStore store, IEventAppender appender, NpgsqlDataSource database, Commits commits)
{
    private const int Attempts = 5;

    /// <summary>Records what needed no look at anything.</summary>
    public Task WriteAsync(Fact fact, Origin origin, CancellationToken ct) =>
        WriteAsync((_, _) => Task.FromResult<IReadOnlyList<Entry>>([new(fact, origin)]), ct);

    /// <summary>Decides and records; when the transaction lost against another writer it is decided anew.</summary>
    /// <param name="decide">Reads through the transaction and answers what to record, in order. May be called again.</param>
    public Task WriteAsync(Func<NpgsqlTransaction, CancellationToken, Task<IReadOnlyList<Entry>>> decide, CancellationToken ct) =>
        WriteAsync(async (transaction, token) => new Writing(await decide(transaction, token)), ct);

    /// <summary>The same with what goes with the entries.</summary>
    public async Task WriteAsync(Func<NpgsqlTransaction, CancellationToken, Task<Writing>> decide, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isCommitting = false;
            using var span = Spans.Begin("ledger");
            try
            {
                await using var connection = await database.OpenConnectionAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
                var writing = await decide(transaction, ct);
                var entries = writing.Entries;
                try
                {
                    if (entries.Count > 0) await AppendAsync(transaction, writing, ct);
                }
                finally
                {
                    // also when appending failed: a retry, and the end of the bodies, must not overtake it
                    if (writing.Ready is { } ready) await ready;
                }
                try
                {
                    // Past this point the outcome belongs to the database: a caller that gave up must not leave it in doubt.
                    isCommitting = true;
                    span?.SetTag("eventdicom.events", entries.Count);
                    var start = Stopwatch.GetTimestamp();
                    using (Spans.Begin("commit")) await transaction.CommitAsync(CancellationToken.None);
                    if (entries.Count > 0) Instruments.Commit.RecordSince(start);
                    return;
                }
                finally
                {
                    commits.Tell([.. entries.Select(entry => entry.Fact.Event)]);
                }
            }
            catch (Exception lost) when (attempt < Attempts && LostAgainstAnotherWriter(lost))
            {
            }
            catch (Exception lost) when (attempt < Attempts && !isCommitting && LostStep.Is(lost))
            {
                database.Clear(); // no telling which other connections have lost it, too
            }
        }
    }

    private async Task AppendAsync(NpgsqlTransaction transaction, Writing writing, CancellationToken ct)
    {
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction, shouldAutoCommit: false));
        if (writing.Documents is { } documents)
        {
            session.InsertObjects(documents);
            await session.SaveChangesAsync(ct);
        }
        var events = new List<IEvent>(writing.Entries.Count);
        foreach (var ((stream, data), origin) in writing.Entries)
        {
            var @event = EventMetadata.Build(session, data, origin);
            @event.StreamKey = stream;
            events.Add(@event);
        }
        await appender.AppendAsync(transaction, events, ct);
    }

    private static bool LostAgainstAnotherWriter(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException
                {
                    SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.UniqueViolation,
                })
                return true;
        }
        return false;
    }
}
