namespace EventDicom.Domain.Attachments;

/// <summary>An attachment was taken off a resource. Its bytes stay for the retention.</summary>
/// <inheritdoc cref="AttachmentStored"/>
public sealed record AttachmentRemoved(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    OrthancId? StudyId,
    OrthancId? SeriesId,
    int ContentType,
    DateTimeOffset RemovedAt);
