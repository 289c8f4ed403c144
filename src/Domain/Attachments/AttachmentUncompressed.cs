namespace EventDicom.Domain.Attachments;

/// <summary>An attachment, or the file of an instance, is kept as it came from now on. Its content is the same.</summary>
/// <inheritdoc cref="AttachmentCompressed"/>
public sealed record AttachmentUncompressed(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    OrthancId? StudyId,
    OrthancId? SeriesId,
    int ContentType,
    StoredForm Form,
    long Revision,
    DateTimeOffset UncompressedAt);
