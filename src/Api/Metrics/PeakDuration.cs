namespace EventDicom.Api.Metrics;

/// <summary>Orthanc's way to show durations: the longest of ten seconds, and when it was. It stays when nothing follows.</summary>
public sealed class PeakDuration
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    private readonly Lock _changing = new();

    private volatile Peak? _peak;

    /// <summary><c>null</c> before the first.</summary>
    public Peak? Current => _peak;

    public void Record(TimeSpan duration, DateTimeOffset at)
    {
        if (!Exceeds(duration, at)) return;
        lock (_changing)
        {
            if (Exceeds(duration, at)) _peak = new(duration, at);
        }
    }

    private bool Exceeds(TimeSpan duration, DateTimeOffset at) =>
        _peak is not { } peak || duration > peak.Duration || at - peak.At > s_window;

    public sealed record Peak(TimeSpan Duration, DateTimeOffset At);
}
