namespace EventDicom.Domain.Attachments;

/// <summary>Something was attached to a resource, be it for the first time or in place of what was attached before.</summary>
/// <param name="StudyId">Of the study that the resource is or lies in; <c>null</c> for a patient.</param>
/// <param name="SeriesId">Of the series that the resource is or lies in; <c>null</c> for a patient and a study.</param>
/// <param name="ContentType">What it is, 1024 to 65535: see <see cref="AttachmentNames"/>.</param>
/// <param name="FileUuid">Of this content; the next one gets another.</param>
/// <param name="Size">Bytes that were attached.</param>
/// <param name="Md5">Of these, lower-case hex.</param>
/// <param name="Form">How they lie in the store.</param>
/// <param name="Revision">0 for the first, and after a removal.</param>
public sealed record AttachmentStored(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    OrthancId? StudyId,
    OrthancId? SeriesId,
    int ContentType,
    Guid FileUuid,
    long Size,
    string Md5,
    StoredForm Form,
    long Revision,
    DateTimeOffset StoredAt);
