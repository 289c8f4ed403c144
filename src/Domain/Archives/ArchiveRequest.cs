using System.Text.Json.Serialization;
using EventDicom.Dicom;

namespace EventDicom.Domain.Archives;

/// <summary>An archive or a media that somebody wants, as a job remembers it.</summary>
/// <param name="Resources">Ids of any level.</param>
/// <param name="IsMedia">Whether it gets a DICOMDIR and names by number.</param>
/// <param name="Extended">Whether the DICOMDIR says more than the standard asks for.</param>
/// <param name="Transcode">UID of the transfer syntax that files are converted to, those that can be; <c>null</c> leaves them as they
/// are.</param>
/// <param name="LossyQuality">Of lossy JPEG, from 1 (less counts as 1) to 100 (more counts as 100); <c>null</c> for the configured
/// one.</param>
/// <param name="Utf8">Whether names in an archive keep letters beyond ASCII.</param>
public sealed record ArchiveRequest(IReadOnlyList<string> Resources, bool IsMedia, bool Extended, string? Transcode,
    int? LossyQuality = null, bool Utf8 = false)
{
    /// <summary>How lossy JPEG is written; <c>null</c> for as it is configured.</summary>
    [JsonIgnore]
    public DicomCodecOptions? CodecOptions => LossyQuality is { } quality ? DicomCodecOptions.OfQuality(quality) : null;

    /// <summary>Orthanc's name for a job that packs it.</summary>
    public string JobType => IsMedia ? MediaJob.Name : ArchiveJob.Name;
}
