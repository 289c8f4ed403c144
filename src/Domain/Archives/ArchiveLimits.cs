namespace EventDicom.Domain.Archives;

/// <summary>What archives may hold.</summary>
/// <param name="LargestFile">Bytes of a file as it is stored; larger ones are refused.</param>
public sealed record ArchiveLimits(long LargestFile)
{
    /// <param name="megabytes">Orthanc's <c>MaximumFileSizeInArchiveMB</c>; 0 is no limit.</param>
    public static ArchiveLimits OfMegabytes(int megabytes) => new(megabytes == 0 ? long.MaxValue : (long)megabytes << 20);
}
