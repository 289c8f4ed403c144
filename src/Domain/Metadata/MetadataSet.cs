namespace EventDicom.Domain.Metadata;

/// <summary>A metadata of a resource was given a value, be it for the first time or in place of another.</summary>
/// <param name="StudyId">Of the study that the resource is or lies in; <c>null</c> for a patient.</param>
/// <param name="SeriesId">Of the series that the resource is or lies in; <c>null</c> for a patient and a study.</param>
/// <param name="Number">Of the metadata, 1024 to 65535: see <see cref="MetadataNames"/>.</param>
/// <param name="Revision">0 for the first value, and after a removal.</param>
public sealed record MetadataSet(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    OrthancId? StudyId,
    OrthancId? SeriesId,
    int Number,
    string Value,
    long Revision,
    DateTimeOffset SetAt);
