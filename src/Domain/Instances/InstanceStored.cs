using EventDicom.Domain.Attachments;

namespace EventDicom.Domain.Instances;

/// <summary>
/// One SOP instance entered the archive. Opens, or after a deletion continues, the instance's own stream; its bytes lie under
/// <paramref name="Sha256"/>, or compressed as <paramref name="Form"/> says. It holds what every index needs, so that no index ever has to
/// open the file again.
/// </summary>
/// <param name="MainDicomTags">Orthanc's main tags of the instance level, <c>gggg,eeee</c> to value in UTF-8.</param>
/// <param name="IndexInSeries">InstanceNumber, else ImageIndex, as text; <c>null</c> when the file has neither.</param>
/// <param name="Size">Bytes of the DICOM file.</param>
/// <param name="Sha256">Lower-case hex, 64 characters: the address of the bytes, unless there is a form.</param>
/// <param name="Md5">Lower-case hex, 32 characters.</param>
/// <param name="PixelDataOffset">Offset in bytes of the PixelData element's tag in the file; <c>null</c> without one.</param>
/// <param name="PixelDataVr">VR of PixelData as the file has it, <c>OB</c> or <c>OW</c>.</param>
/// <param name="StoredAt">By the clock of the node, which may be wrong: the insertion order that lists show is that of the events.</param>
/// <param name="Derivation">What a job made it from; <c>null</c> when it came from outside.</param>
/// <param name="MainDicomTagsSignature">Which main tags there were at that time: see
/// <see cref="Domain.MainDicomTags.KeptSignatureOf"/>.</param>
/// <param name="MainDicomSequences">Those main tags that are sequences: see <see cref="Domain.MainDicomTags.ReadSequences"/>.</param>
/// <param name="Form">How the file lies in the store; <c>null</c> where it lies there as it came.</param>
public sealed record InstanceStored(
    OrthancId InstanceId,
    OrthancId SeriesId,
    OrthancId StudyId,
    OrthancId PatientId,
    string SopInstanceUid,
    string? SopClassUid,
    string? TransferSyntaxUid,
    IReadOnlyDictionary<string, string> MainDicomTags,
    string? IndexInSeries,
    long Size,
    string Sha256,
    string Md5,
    long? PixelDataOffset,
    string? PixelDataVr,
    Guid FileUuid,
    Origin Origin,
    DateTimeOffset StoredAt,
    Derivation? Derivation = null,
    string? MainDicomTagsSignature = null,
    string? MainDicomSequences = null,
    StoredForm? Form = null);
