namespace EventDicom.Domain.Jobs;

/// <summary>A step could not be done for a passing reason. The job gives its place away until it is tried again.</summary>
/// <param name="Runtime">Seconds that the steps have taken so far.</param>
public sealed record JobPostponed(string JobId, string Reason, DateTimeOffset Until, double Runtime, DateTimeOffset PostponedAt);
