namespace EventDicom.Domain.Attachments;

/// <summary>An attachment, or the file of an instance, is kept compressed from now on. Its content is the same.</summary>
/// <param name="ContentType">1 for the file of an instance.</param>
/// <inheritdoc cref="AttachmentStored"/>
public sealed record AttachmentCompressed(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    OrthancId? StudyId,
    OrthancId? SeriesId,
    int ContentType,
    StoredForm Form,
    long Revision,
    DateTimeOffset CompressedAt);
