using System.Collections.Concurrent;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>Which jobs this node is at a step of, how far it has come, and whether nobody wants it any more. Other nodes do not see
/// it.</summary>
public sealed class StepProgress
{
    private readonly ConcurrentDictionary<string, StepUnderWay> _steps = new();

    /// <summary>Whether no step is under way.</summary>
    public bool IsIdle => _steps.IsEmpty;

    /// <summary>A job's step that begins now; <c>null</c> when another of the job is under way.</summary>
    public StepUnderWay? TryBegin(string job)
    {
        var step = new StepUnderWay();
        return _steps.TryAdd(job, step) ? step : null;
    }

    /// <summary>The step has ended.</summary>
    public void End(string job) => _steps.TryRemove(job, out _);

    public bool IsAtHand(string job) => _steps.ContainsKey(job);

    /// <summary>From 0 to 1; 0 where no step of the job is under way.</summary>
    public double Of(string job) => _steps.TryGetValue(job, out var step) ? step.Fraction : 0;

    /// <summary>Tells the step of a job, if one is under way here, that nobody wants it any more.</summary>
    public void Cancel(string job)
    {
        if (_steps.TryGetValue(job, out var step)) step.Cancel();
    }
}
