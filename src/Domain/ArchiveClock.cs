namespace EventDicom.Domain;

/// <summary>
/// A clock whose every reading is later than the one before, by a microsecond at least (the resolution of PostgreSQL), so that
/// the order in which a node stored things can be told from their times.
/// </summary>
public sealed class ArchiveClock(TimeProvider time)
{
    private long _last;

    public DateTimeOffset Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(time.GetUtcNow().Ticks / TimeSpan.TicksPerMicrosecond, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return new(next * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        }
    }
}
