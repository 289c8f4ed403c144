using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Instances;

/// <summary>The file of an instance, and the parents of the instance.</summary>
/// <param name="Sha256">Address of the bytes.</param>
public sealed record HeldFile(string Sha256, long Size, OrthancId SeriesId, OrthancId StudyId, OrthancId PatientId)
{
    public StoredFile Of(OrthancId instance) => new(instance.Value, Sha256, Size);
}
