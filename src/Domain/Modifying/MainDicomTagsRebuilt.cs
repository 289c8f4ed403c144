namespace EventDicom.Domain.Modifying;

/// <summary>The main tags of a patient, study or series were read again from one of its files, after its instances were modified.</summary>
/// <param name="Level">Patient, study or series: an instance brings its own tags with it.</param>
/// <param name="MainDicomTags">All of the level, <c>gggg,eeee</c> to value in UTF-8.</param>
public sealed record MainDicomTagsRebuilt(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    IReadOnlyDictionary<string, string> MainDicomTags,
    DateTimeOffset RebuiltAt);
