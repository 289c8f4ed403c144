namespace EventDicom.Domain.Jobs;

/// <summary>Somebody wants a running job to stop for good; it will at the end of its step.</summary>
public sealed record JobCancelRequested(string JobId, DateTimeOffset RequestedAt);
