namespace EventDicom.Domain.Instances;

/// <summary>Where a resource comes from that a job made. One of the two sources is set.</summary>
/// <param name="ModifiedFrom">The resource of the same level that was modified.</param>
/// <param name="AnonymizedFrom">The resource of the same level that was anonymized.</param>
/// <param name="JobId">The job that did; <c>null</c> where none was needed.</param>
public sealed record Derivation(OrthancId? ModifiedFrom, OrthancId? AnonymizedFrom, string? JobId);
