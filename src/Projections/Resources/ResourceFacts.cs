using EventDicom.Domain;
using EventDicom.Domain.Blobs;

namespace EventDicom.Projections.Resources;

/// <summary>Where the bytes of an instance lie.</summary>
/// <param name="Sha256">Address in the blob store, lower-case hex.</param>
/// <param name="Md5">Lower-case hex.</param>
/// <param name="Size">Bytes.</param>
public sealed record InstanceFile(string Id, string Patient, string Sha256, string Md5, long Size, Guid FileUuid, DateTimeOffset StoredAt)
{
    public StoredFile Stored => new(Id, Sha256, Size);
}

/// <summary>Counts below a resource, and bytes.</summary>
public sealed record ResourceStatistics(ResourceLevel Level, int Studies, int Series, int Instances, long Size);

/// <summary>Counts of the whole archive, and bytes.</summary>
/// <param name="DiskSize">Bytes that files and attachments take, where they are compressed as they are then.</param>
/// <param name="UncompressedSize">Bytes that they have.</param>
public sealed record ArchiveStatistics(long Patients, long Studies, long Series, long Instances, long DiskSize, long UncompressedSize);

/// <summary>A resource that bears a DICOM identifier.</summary>
public readonly record struct FoundResource(ResourceLevel Level, string Id);
