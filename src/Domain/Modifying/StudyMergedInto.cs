namespace EventDicom.Domain.Modifying;

/// <summary>
/// Instances of a study were made anew in another one, with what that one says of its patient and of itself. In the stream of the study
/// that they came from.
/// </summary>
/// <param name="JobId">The job that did it.</param>
/// <param name="IntoStudyId">The study that they are in now.</param>
/// <param name="Series">What went where; a study of very many series has further events of this type, of the same job.</param>
public sealed record StudyMergedInto(
    OrthancId StudyId,
    OrthancId PatientId,
    string JobId,
    OrthancId IntoStudyId,
    IReadOnlyList<RewrittenSeries> Series,
    RewriteOptions Options,
    DateTimeOffset MergedAt) : Deed
{
    protected override OrthancId Stream => StudyId;
}
