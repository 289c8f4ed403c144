namespace EventDicom.Domain.Changes;

/// <summary>The logs that a client may empty.</summary>
public enum ClearedLog
{
    Changes,
    Exports,
}

/// <summary>Empties a log. What it showed stays in the events.</summary>
public sealed record ClearLog(ClearedLog Log)
{
    public Fact Decide(DateTimeOffset now) => Log == ClearedLog.Changes
        ? new("changes", new ChangesCleared(now))
        : new("exports", new ExportsCleared(now));
}
