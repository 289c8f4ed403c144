using System.Collections.Concurrent;
using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Domain.Jobs.Watching;

/// <summary>
/// Tells those who wait for the end of a job that this node has committed it, and the step under way that its job is cancelled.
/// </summary>
public sealed class JobSignals
{
    private readonly StepProgress _steps;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    public JobSignals(StepProgress steps, Commits commits)
    {
        _steps = steps;
        commits.Made += Hear;
    }

    /// <summary>Ends once the job ends on this node, if that is not before the call. Those who wait for one job share it.</summary>
    public Task Ended(string job) => _awaited.GetOrAdd(job, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nobody waits for the job any more.</summary>
    public void Forget(string job) => _awaited.TryRemove(job, out _);

    private void Hear(IReadOnlyList<object> events)
    {
        if (_awaited.IsEmpty && _steps.IsIdle) return;

        foreach (var @event in events)
        {
            switch (@event)
            {
                case JobSucceeded e: Signal(e.JobId); break;
                case JobFailed e: Signal(e.JobId); break;
                case JobCancelRequested e: _steps.Cancel(e.JobId); break;
            }
        }
    }

    private void Signal(string ended)
    {
        if (_awaited.TryRemove(ended, out var waiting)) waiting.SetResult();
    }
}
