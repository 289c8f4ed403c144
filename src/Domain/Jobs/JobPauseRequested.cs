namespace EventDicom.Domain.Jobs;

/// <summary>Somebody wants a running job to pause; it will at the end of its step.</summary>
public sealed record JobPauseRequested(string JobId, DateTimeOffset RequestedAt);
