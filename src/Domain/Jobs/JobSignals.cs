using System.Collections.Concurrent;
using Marten;
using Marten.Services;

namespace EventDicom.Domain.Jobs;

/// <summary>
/// Tells those who wait for the end of a job that this node has committed it, and the step at hand that its job is cancelled. What
/// other nodes commit is not heard of.
/// </summary>
public sealed class JobSignals(StepProgress steps) : DocumentSessionListenerBase
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    /// <summary>Ends once the job ends on this node, if that is not before the call. Those who wait for one job share it.</summary>
    public Task Ended(string job) => _awaited.GetOrAdd(job, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for the job any more.</summary>
    public void Forget(string job) => _awaited.TryRemove(job, out _);

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        if (_awaited.IsEmpty && steps.IsIdle) return Task.CompletedTask;

        foreach (var @event in commit.GetEvents())
        {
            switch (@event.Data)
            {
                case JobSucceeded e: Signal(e.JobId); break;
                case JobFailed e: Signal(e.JobId); break;
                case JobCancelRequested e: steps.Cancel(e.JobId); break;
            }
        }
        return Task.CompletedTask;
    }

    private void Signal(string ended)
    {
        if (_awaited.TryRemove(ended, out var waiting)) waiting.SetResult();
    }
}
