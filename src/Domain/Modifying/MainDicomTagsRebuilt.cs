namespace EventDicom.Domain.Modifying;

/// <summary>
/// The main tags of a resource were read again from one of its files: of a patient, study or series after its instances were modified, of
/// any resource because there are other main tags than when it was stored.
/// </summary>
/// <param name="MainDicomTags">All of the level, <c>gggg,eeee</c> to value in UTF-8.</param>
/// <param name="PatientMainDicomTags">For a study, its own copy of the patient's tags from the same file; <c>null</c> at other levels, and
/// in events from before it was kept.</param>
/// <param name="MainDicomTagsSignature">Which main tags there were at that time: see
/// <see cref="Domain.MainDicomTags.KeptSignatureOf"/>.</param>
/// <param name="MainDicomSequences">Those main tags that are sequences: see <see cref="Domain.MainDicomTags.ReadSequences"/>.</param>
public sealed record MainDicomTagsRebuilt(
    ResourceLevel Level,
    OrthancId ResourceId,
    OrthancId PatientId,
    IReadOnlyDictionary<string, string> MainDicomTags,
    DateTimeOffset RebuiltAt,
    IReadOnlyDictionary<string, string>? PatientMainDicomTags = null,
    string? MainDicomTagsSignature = null,
    string? MainDicomSequences = null);
