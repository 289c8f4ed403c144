using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Studies;

/// <summary>The first instance of a study arrived. Its main tags are those of that instance, and stay so.</summary>
/// <param name="MainDicomTags">Orthanc's main tags of the study level, <c>gggg,eeee</c> to value in UTF-8.</param>
/// <param name="Derivation">What a job made it from; <c>null</c> when it came from outside.</param>
public sealed record StudyOpened(
    OrthancId StudyId,
    OrthancId PatientId,
    string StudyInstanceUid,
    IReadOnlyDictionary<string, string> MainDicomTags,
    DateTimeOffset OpenedAt,
    Derivation? Derivation = null);
