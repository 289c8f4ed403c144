using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Studies;

/// <summary>The first instance of a study arrived. Its main tags are those of that instance, and stay so.</summary>
/// <param name="MainDicomTags">Orthanc's main tags of the study level, <c>gggg,eeee</c> to value in UTF-8.</param>
/// <param name="Derivation">What a job made it from; <c>null</c> when it came from outside.</param>
/// <param name="PatientMainDicomTags">Those of the patient level as the same instance has them, which other studies of the patient need not
/// share; <c>null</c> in events from before they were kept.</param>
/// <param name="MainDicomTagsSignature">Which main tags there were at that time: see
/// <see cref="Domain.MainDicomTags.KeptSignatureOf"/>.</param>
/// <param name="MainDicomSequences">Those main tags that are sequences: see <see cref="Domain.MainDicomTags.ReadSequences"/>.</param>
public sealed record StudyOpened(
    OrthancId StudyId,
    OrthancId PatientId,
    string StudyInstanceUid,
    IReadOnlyDictionary<string, string> MainDicomTags,
    DateTimeOffset OpenedAt,
    Derivation? Derivation = null,
    IReadOnlyDictionary<string, string>? PatientMainDicomTags = null,
    string? MainDicomTagsSignature = null,
    string? MainDicomSequences = null);
