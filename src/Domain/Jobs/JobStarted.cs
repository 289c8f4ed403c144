namespace EventDicom.Domain.Jobs;

/// <summary>A job got a place, for the first time or again after it was paused, postponed or resubmitted.</summary>
/// <param name="Run">1 the first time, and one more each time.</param>
public sealed record JobStarted(string JobId, int Run, DateTimeOffset StartedAt);
