namespace EventDicom.Domain;

/// <summary>
/// What the clock of this node says, in microseconds (the resolution of PostgreSQL). It is what people are told; nothing is put in order by
/// it, and nothing waits for it: a clock may be wrong, and may be set at any moment.
/// </summary>
public sealed class ArchiveClock(TimeProvider time)
{
    public DateTimeOffset Next()
    {
        var ticks = time.GetUtcNow().Ticks;
        return new(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
