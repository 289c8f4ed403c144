namespace EventDicom.Domain.Modifying;

/// <summary>Instances of other studies were made anew in a study. In the stream of the study that they are in now.</summary>
/// <param name="JobId">The job that did it.</param>
/// <param name="Sources">The studies that they came from; where they are very many there are further events of this type, of the same
/// job.</param>
/// <param name="Instances">How many came from these.</param>
public sealed record StudiesMerged(
    OrthancId StudyId,
    OrthancId PatientId,
    string JobId,
    IReadOnlyList<OrthancId> Sources,
    int Instances,
    RewriteOptions Options,
    DateTimeOffset MergedAt) : Deed
{
    protected override OrthancId Stream => StudyId;
}
