using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Patients;

/// <summary>The first instance of a patient arrived. Its main tags are those of that instance, and stay so.</summary>
/// <param name="DicomPatientId">PatientID (0010,0020) as the file has it, without padding.</param>
/// <param name="MainDicomTags">Orthanc's main tags of the patient level, <c>gggg,eeee</c> to value in UTF-8.</param>
/// <param name="Derivation">What a job made it from; <c>null</c> when it came from outside.</param>
public sealed record PatientOpened(
    OrthancId PatientId,
    string DicomPatientId,
    IReadOnlyDictionary<string, string> MainDicomTags,
    DateTimeOffset OpenedAt,
    Derivation? Derivation = null);
