using System.Collections.Concurrent;
using Marten;
using Marten.Services;

namespace EventDicom.Domain.Jobs;

/// <summary>Tells those who wait for the end of a job that this node has committed it. Ends on other nodes are not heard of.</summary>
public sealed class JobSignals : DocumentSessionListenerBase
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    /// <summary>Ends once the job ends on this node, if that is not before the call. Those who wait for one job share it.</summary>
    public Task Ended(string job) => _awaited.GetOrAdd(job, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for the job any more.</summary>
    public void Forget(string job) => _awaited.TryRemove(job, out _);

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        if (_awaited.IsEmpty) return Task.CompletedTask;

        foreach (var @event in commit.GetEvents())
        {
            var ended = @event.Data switch
            {
                JobSucceeded e => e.JobId,
                JobFailed e => e.JobId,
                _ => null,
            };
            if (ended is not null && _awaited.TryRemove(ended, out var waiting)) waiting.SetResult();
        }
        return Task.CompletedTask;
    }
}
