namespace EventDicom.Domain.Resources;

/// <summary>A resource with its ancestors, and how many instances each of them holds.</summary>
/// <param name="IsProtected">Whether its patient is protected against recycling.</param>
/// <param name="Instances">Instances below each level that the resource lies in, from the patient down to its own level.</param>
public sealed record HeldResource(
    ResourceLevel Level,
    OrthancId Id,
    OrthancId PatientId,
    OrthancId? StudyId,
    OrthancId? SeriesId,
    IReadOnlyDictionary<ResourceLevel, int> Instances,
    bool IsProtected);
