namespace EventDicom.Domain.Jobs;

/// <summary>A step that this node is at, as others see it while it lasts.</summary>
public sealed class StepAtHand(StepProgress progress, string job) : IDisposable
{
    // Never disposed of: somebody may be about to cancel it, and without a timer it holds nothing.
    private readonly CancellationTokenSource _unwanted = new();

    private double _fraction;

    /// <summary>Somebody has cancelled the job.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>How much of the step is done, from 0 to 1.</summary>
    public double Fraction
    {
        get => Volatile.Read(ref _fraction);
        set => Volatile.Write(ref _fraction, Math.Clamp(value, 0, 1));
    }

    public void Dispose() => progress.End(job, this);

    internal void Cancel() => _unwanted.Cancel();
}
