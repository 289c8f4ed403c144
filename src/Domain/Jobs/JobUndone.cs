namespace EventDicom.Domain.Jobs;

/// <summary>What a job did that fails, or has failed while it waited, was undone.</summary>
/// <param name="Runtime">Seconds that the steps, this one included, have taken so far.</param>
public sealed record JobUndone(string JobId, double Runtime, DateTimeOffset UndoneAt);
