using Marten;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>Keeps nodes from doing together what only one may do. The database takes a lock back when its node dies.</summary>
public interface IJobLocks
{
    /// <summary>Takes the lock under which the steps of a job are done, one at a time.</summary>
    /// <returns>Disposing of it gives the lock back; <c>null</c> when another has it.</returns>
    Task<IAsyncDisposable?> TryLockStepsAsync(string job, CancellationToken ct);

    /// <summary>Waits for the lock under which it is decided which jobs run. It goes with the transaction of the session.</summary>
    Task LockSchedulingAsync(IDocumentSession session, CancellationToken ct);
}
