namespace EventDicom.Domain.Modifying;

/// <summary>Series and instances of a study were made anew in another study. In the stream of the study that they came from.</summary>
/// <param name="JobId">The job that did it.</param>
/// <param name="IntoStudyId">The study that they are in now.</param>
/// <param name="Series">What went where; a study of very many series has further events of this type, of the same job.</param>
public sealed record StudySplit(
    OrthancId StudyId,
    OrthancId PatientId,
    string JobId,
    OrthancId IntoStudyId,
    IReadOnlyList<RewrittenSeries> Series,
    TouchedTags Tags,
    RewriteOptions Options,
    DateTimeOffset SplitAt) : Deed
{
    protected override OrthancId Stream => StudyId;
}
