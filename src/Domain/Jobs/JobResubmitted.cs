namespace EventDicom.Domain.Jobs;

/// <summary>A failed job starts over from its beginning.</summary>
public sealed record JobResubmitted(string JobId, DateTimeOffset ResubmittedAt);
