using System.Collections.Concurrent;

namespace EventDicom.Domain.Jobs;

/// <summary>
/// How far the steps have come that take long on this node, and which of them nobody wants any more: for kinds that do all in one step. In
/// memory; other nodes do not see it.
/// </summary>
public sealed class StepProgress
{
    private readonly ConcurrentDictionary<string, StepAtHand> _steps = new();

    /// <summary>Of a job's step that begins now; to be disposed of when it ends.</summary>
    public StepAtHand Begin(string job) => _steps[job] = new(this, job);

    /// <summary>From 0 to 1; 0 where no step of the job is at hand.</summary>
    public double Of(string job) => _steps.TryGetValue(job, out var step) ? step.Fraction : 0;

    /// <summary>Has the step of a job stop that is at hand here, if any.</summary>
    public void Cancel(string job)
    {
        if (_steps.TryGetValue(job, out var step)) step.Cancel();
    }

    internal void End(string job, StepAtHand step) => _steps.TryRemove(new(job, step));
}
