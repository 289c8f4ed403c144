using System.Collections.Concurrent;

namespace EventDicom.Domain.Jobs;

/// <summary>How far the steps have come that this node is at, and which of them nobody wants any more. Other nodes do not see it.</summary>
public sealed class StepProgress
{
    private readonly ConcurrentDictionary<string, StepAtHand> _steps = new();

    /// <summary>A job's step that begins now.</summary>
    public StepAtHand Begin(string job) => _steps[job] = new();

    /// <summary>The step has ended.</summary>
    public void End(string job, StepAtHand step) => _steps.TryRemove(new(job, step));

    /// <summary>From 0 to 1; 0 where no step of the job is at hand.</summary>
    public double Of(string job) => _steps.TryGetValue(job, out var step) ? step.Fraction : 0;

    /// <summary>Tells the step of a job, if one is at hand here, that nobody wants it any more.</summary>
    public void Cancel(string job)
    {
        if (_steps.TryGetValue(job, out var step)) step.Cancel();
    }
}
