using JasperFx.Events.Daemon.HighWater;

namespace EventDicom.Projections.Changes;

/// <summary>
/// Tells the daemon when to look for new events: at once when somebody reads the log and finds it behind, otherwise no more
/// often than every few dozen milliseconds, so that under load it takes many commits in one go. Commits of other nodes are
/// found by its polling.
/// </summary>
public sealed class ChangeLogWakeup : IDaemonWakeup
{
    private readonly SemaphoreSlim _asked = new(0, 1);

    /// <summary>Somebody waits for the log to catch up.</summary>
    public void Ask()
    {
        try
        {
            if (_asked.CurrentCount == 0) _asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another reader asked at the same moment; one call wakes the daemon for both.
        }
    }

    public Task WaitAsync(TimeSpan timeout, CancellationToken token) => _asked.WaitAsync(timeout, token);

    public void Dispose() => _asked.Dispose();
}
