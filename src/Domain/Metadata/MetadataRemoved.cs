namespace EventDicom.Domain.Metadata;

/// <summary>A metadata was taken off a resource.</summary>
/// <inheritdoc cref="MetadataSet"/>
public sealed record MetadataRemoved(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    OrthancId? StudyId,
    OrthancId? SeriesId,
    int Number,
    DateTimeOffset RemovedAt);
