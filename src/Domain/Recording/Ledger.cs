using System.Data;
using System.Diagnostics;
using EventDicom.Domain.Measuring;
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
public sealed class Ledger(IDocumentStore store, NpgsqlDataSource database, Commits commits)
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
                var (entries, ready, documents) = await decide(transaction, ct);
                try
                {
                    if (entries.Count > 0) await AppendAsync(transaction, entries, documents ?? [], ct);
                }
                finally
                {
                    // also when appending failed: a retry, and the end of the bodies, must not overtake it
                    if (ready is not null) await ready;
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

    // Events are numbered stream by stream. Where a stream comes back after others had their turn, the later part goes in a
    // flush of its own, so that the numbers keep the order in which things happened.
    private async Task AppendAsync(NpgsqlTransaction transaction, IReadOnlyList<Entry> entries, IReadOnlyList<object> documents,
        CancellationToken ct)
    {
        for (var next = 0; next < entries.Count;)
        {
            await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction, shouldAutoCommit: false));
            if (next == 0) session.InsertObjects(documents);
            var written = new HashSet<string>();
            for (string? last = null; next < entries.Count; next++)
            {
                var (stream, data) = entries[next].Fact;
                if (stream != last && !written.Add(stream)) break;
                session.Events.Append(last = stream, EventMetadata.Build(session, data, entries[next].Origin));
            }
            await session.SaveChangesAsync(ct);
        }
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
            if (cause is JasperFx.Events.EventStreamUnexpectedMaxEventIdException or Marten.Exceptions.ExistingStreamIdCollisionException)
                return true;
        }
        return false;
    }
}
