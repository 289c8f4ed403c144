namespace EventDicom.Domain.Jobs;

/// <summary>Somebody had a file removed that a job had left.</summary>
public sealed record JobOutputDropped(string JobId, string Key, DateTimeOffset DroppedAt);
