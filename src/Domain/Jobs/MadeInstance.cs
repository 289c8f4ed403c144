namespace EventDicom.Domain.Jobs;

/// <summary>Which stored instance came out of which.</summary>
public sealed record MadeInstance(OrthancId SourceId, OrthancId InstanceId);
