using System.Diagnostics.CodeAnalysis;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>A step that this node is at, as others see it while it lasts.</summary>
[SuppressMessage("Reliability", "CA1001",
    Justification = "Somebody may be about to cancel the source when the step ends, and without a timer it holds nothing.")]
public sealed class StepUnderWay
{
    private readonly CancellationTokenSource _unwanted = new();

    private double _fraction;

    /// <summary>Somebody has cancelled the job. A step that can stop half-way then fails with error 37.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>How much of the step is done, from 0 to 1.</summary>
    public double Fraction
    {
        get => Volatile.Read(ref _fraction);
        set => Volatile.Write(ref _fraction, Math.Clamp(value, 0, 1));
    }

    /// <summary>Says so to the step, without waiting until it has heard.</summary>
    public void Cancel() => _ = _unwanted.CancelAsync();
}
