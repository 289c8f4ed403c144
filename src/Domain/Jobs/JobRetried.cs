namespace EventDicom.Domain.Jobs;

/// <summary>A postponed job waits for its turn again.</summary>
public sealed record JobRetried(string JobId, DateTimeOffset RetriedAt);
