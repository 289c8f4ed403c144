namespace EventDicom.Domain.Stability;

/// <summary>
/// Tells which events are older than a while, by a clock that only goes on (<see cref="TimeProvider.GetTimestamp"/>): what a wall clock
/// said when they were recorded, on this node or on another, is not asked. From time to time it is told the number of the newest event;
/// whatever has that number or a smaller one is at least as old as that moment.
/// </summary>
/// <param name="age">Strictly more must have passed.</param>
public sealed class EventAge(TimeProvider time, TimeSpan age)
{
    private readonly Queue<(long Moment, long Event)> _moments = new();
    private long? _old;

    /// <summary>Notes that this is the newest event now.</summary>
    /// <returns>The newest event that is older than the age; <c>null</c> as long as none is known to be.</returns>
    public long? Note(long newest)
    {
        _moments.Enqueue((time.GetTimestamp(), newest));
        while (_moments.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Moment) > age) _old = _moments.Dequeue().Event;
        return _old;
    }
}
