namespace EventDicom.Domain.Jobs;

/// <summary>A job was paused until it is resumed. Another may run in its place.</summary>
public sealed record JobPaused(string JobId, DateTimeOffset PausedAt);
