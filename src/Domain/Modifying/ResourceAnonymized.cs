namespace EventDicom.Domain.Modifying;

/// <summary>
/// Instances at or below a resource were made anew without what tells who the patient is. In the stream of the resource that they came
/// from: the one that was named, or, of a job for many, the study of whatever was named.
/// </summary>
/// <param name="JobId">The job that did it.</param>
/// <param name="Results">What came of it, at the same level.</param>
/// <param name="Series">What went where; a resource of very many series has further events of this type, of the same job.</param>
/// <param name="Profile">Edition of the basic confidentiality profile (PS3.15 table E.1-1), as <c>DicomVersion</c> names it.</param>
public sealed record ResourceAnonymized(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    string JobId,
    IReadOnlyList<OrthancId> Results,
    IReadOnlyList<RewrittenSeries> Series,
    string Profile,
    TouchedTags Tags,
    RewriteOptions Options,
    DateTimeOffset AnonymizedAt) : Deed
{
    protected override OrthancId Stream => ResourceId;
}
