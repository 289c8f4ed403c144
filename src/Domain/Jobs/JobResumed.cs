namespace EventDicom.Domain.Jobs;

/// <summary>A paused job waits for its turn again, to go on where it stopped.</summary>
public sealed record JobResumed(string JobId, DateTimeOffset ResumedAt);
