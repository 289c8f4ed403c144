using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Series;

/// <summary>The first instance of a series arrived. Its main tags are those of that instance, and stay so.</summary>
/// <param name="MainDicomTags">Orthanc's main tags of the series level, <c>gggg,eeee</c> to value in UTF-8.</param>
/// <param name="ExpectedNumberOfInstances">What the first instance says the series will hold; <c>null</c> when it does not say.</param>
/// <param name="Derivation">What a job made it from; <c>null</c> when it came from outside.</param>
/// <param name="MainDicomTagsSignature">Which main tags there were at that time: see
/// <see cref="Domain.MainDicomTags.KeptSignatureOf"/>.</param>
/// <param name="MainDicomSequences">Those main tags that are sequences: see <see cref="Domain.MainDicomTags.ReadSequences"/>.</param>
public sealed record SeriesOpened(
    OrthancId SeriesId,
    OrthancId StudyId,
    OrthancId PatientId,
    string SeriesInstanceUid,
    IReadOnlyDictionary<string, string> MainDicomTags,
    long? ExpectedNumberOfInstances,
    Origin Origin,
    DateTimeOffset OpenedAt,
    Derivation? Derivation = null,
    string? MainDicomTagsSignature = null,
    string? MainDicomSequences = null);
