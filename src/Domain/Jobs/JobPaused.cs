namespace EventDicom.Domain.Jobs;

/// <summary>A job rests until it is resumed. It has given its place away.</summary>
public sealed record JobPaused(string JobId, DateTimeOffset PausedAt);
