using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Patients;

/// <summary>The first instance of a patient arrived. Its main tags are those of that instance, and stay so.</summary>
/// <param name="DicomPatientId">PatientID (0010,0020) as the file has it, without padding.</param>
/// <param name="MainDicomTags">Orthanc's main tags of the patient level, <c>gggg,eeee</c> to value in UTF-8.</param>
/// <param name="Derivation">What a job made it from; <c>null</c> when it came from outside.</param>
/// <param name="MainDicomTagsSignature">Which main tags there were at that time: see
/// <see cref="Domain.MainDicomTags.KeptSignatureOf"/>.</param>
/// <param name="MainDicomSequences">Those main tags that are sequences: see <see cref="Domain.MainDicomTags.ReadSequences"/>.</param>
public sealed record PatientOpened(
    OrthancId PatientId,
    string DicomPatientId,
    IReadOnlyDictionary<string, string> MainDicomTags,
    DateTimeOffset OpenedAt,
    Derivation? Derivation = null,
    string? MainDicomTagsSignature = null,
    string? MainDicomSequences = null);
