namespace EventDicom.Domain.Instances;

/// <summary>The instance that another was made from, and its parents.</summary>
/// <param name="JobId">The job that made it; <c>null</c> where none was needed.</param>
/// <param name="IsAnonymization">Whether it was anonymized rather than modified.</param>
public sealed record SourceInstance(OrthancId InstanceId, Lineage Parents, string? JobId, bool IsAnonymization)
{
    /// <summary>What an instance made from this one says of its origin.</summary>
    public Derivation OfInstance => From(InstanceId);

    /// <summary>What a parent says that such an instance opens; <c>null</c> when it has the parent of its source.</summary>
    public Derivation? OfParent(ResourceLevel level, OrthancId opened)
    {
        var source = Parents.At(level);
        return source == opened ? null : From(source);
    }

    private Derivation From(OrthancId source) => IsAnonymization ? new(null, source, JobId) : new(source, null, JobId);
}
