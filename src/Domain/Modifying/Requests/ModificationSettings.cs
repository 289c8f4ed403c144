using EventDicom.Dicom;

namespace EventDicom.Domain.Modifying.Requests;

/// <summary>What the configuration says about modifications.</summary>
/// <param name="PrivateCreator">Orthanc's <c>DefaultPrivateCreator</c>.</param>
/// <param name="Overwrites">Orthanc's <c>OverwriteInstances</c>: whether instances may be changed in place.</param>
/// <param name="Server">Name and version that DeidentificationMethod shows.</param>
public sealed record ModificationSettings(DicomDictionary Dictionary, string PrivateCreator, bool Overwrites, string Server);
