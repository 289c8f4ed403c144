namespace EventDicom.Projections.Archives;

/// <summary>An archive or a media that somebody wants, as a job remembers it.</summary>
/// <param name="Resources">Ids of any level.</param>
/// <param name="IsMedia">Whether it gets a DICOMDIR and names by number.</param>
/// <param name="Extended">Whether the DICOMDIR says more than the standard asks for.</param>
/// <param name="Transcode">UID of the transfer syntax that files are converted to, those that can be; <c>null</c> leaves them as they are.</param>
public sealed record ArchiveRequest(IReadOnlyList<string> Resources, bool IsMedia, bool Extended, string? Transcode)
{
    /// <summary>Orthanc's name for a job that packs it.</summary>
    public string JobType => IsMedia ? MediaJob.Name : ArchiveJob.Name;
}
