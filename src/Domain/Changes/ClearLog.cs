namespace EventDicom.Domain.Changes;

/// <summary>The logs that a client may empty.</summary>
public enum ClearedLog
{
    Changes,
    Exports,
}

/// <summary>Empties a log. What it showed stays in the events.</summary>
public sealed record ClearLog(ClearedLog Log, Origin Origin)
{
    public Fact Decide(DateTimeOffset now) => Log == ClearedLog.Changes
        ? new("changes", new ChangesCleared(now))
        : new("exports", new ExportsCleared(now));
}

public static class ClearLogHandler
{
    public static Task HandleAsync(ClearLog command, Ledger ledger, ArchiveClock clock, CancellationToken cancellation) =>
        ledger.WriteAsync((_, _) => Task.FromResult<IReadOnlyList<Entry>>([new(command.Decide(clock.Next()), command.Origin)]), cancellation);
}
