using EventDicom.Domain.Jobs.Running;
using Marten;
using Npgsql;

namespace EventDicom.Projections.Locks;

/// <summary>Advisory locks: for each job one on a connection of its own, and one for the transaction that decides which jobs run.</summary>
public sealed class JobLocks(NpgsqlDataSource database) : IJobLocks
{
    public Task<IAsyncDisposable?> TryLockStepsAsync(string job, CancellationToken ct)
    {
        var (first, second) = AdvisoryLocks.OfJob(job);
        return SessionLock.TryTakeAsync(database, ct, first, second);
    }

    public async Task LockSchedulingAsync(IDocumentSession session, CancellationToken ct)
    {
        await session.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            "select pg_advisory_xact_lock($1)") { Parameters = { new() { Value = AdvisoryLocks.Scheduling } } };
        await using var _ = await session.ExecuteReaderAsync(command, ct);
    }
}
