namespace EventDicom.Domain.Jobs.Running;

/// <summary>How many jobs there may be.</summary>
/// <param name="Concurrent">That run at once, over all nodes (<c>ConcurrentJobs</c>).</param>
/// <param name="History">Ended ones that are listed (<c>JobsHistorySize</c>).</param>
public sealed record JobLimits(int Concurrent, int History);
