namespace EventDicom.Domain.Jobs;

/// <summary>
/// What was asked of a job is not known any more, because a restore brought back its events alone: it cannot go on, nor undo what it did,
/// nor start over.
/// </summary>
public sealed record JobOrderLost(string JobId, DateTimeOffset LostAt);
