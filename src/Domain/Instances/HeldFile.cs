using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Instances;

/// <summary>The file of an instance, and the parents of the instance.</summary>
/// <param name="Sha256">Address of the bytes.</param>
public sealed record HeldFile(string Sha256, long Size, Lineage Parents)
{
    public StoredFile Of(OrthancId instance) => new(instance.Value, Sha256, Size);
}
