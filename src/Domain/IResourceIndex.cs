using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Stability;
using Npgsql;

namespace EventDicom.Domain;

/// <summary>A resource with its ancestors, and how many instances each of them holds.</summary>
/// <param name="IsProtected">Whether its patient is shielded from recycling.</param>
/// <param name="Instances">Instances below each level that the resource lies in, from the patient down to its own level.</param>
public sealed record HeldResource(
    ResourceLevel Level,
    OrthancId Id,
    OrthancId PatientId,
    OrthancId? StudyId,
    OrthancId? SeriesId,
    IReadOnlyDictionary<ResourceLevel, int> Instances,
    bool IsProtected);

/// <summary>The file of an instance, and the parents of the instance.</summary>
/// <param name="Sha256">Address of the bytes.</param>
public sealed record HeldFile(string Sha256, long Size, OrthancId SeriesId, OrthancId StudyId, OrthancId PatientId)
{
    public StoredFile Of(OrthancId instance) => new(instance.Value, Sha256, Size);
}

/// <summary>
/// What the rules ask the views before they decide, inside the transaction that records the decision. The seam over which the
/// domain reads projections without knowing their tables.
/// </summary>
public interface IResourceIndex
{
    /// <summary>
    /// Holds the patients of these instances against every other writer, and their bytes against being removed, on any node, until the
    /// transaction ends; then reads what is stored around the instances. Bytes must not be written before this.
    /// </summary>
    /// <param name="sha256">Addresses of the bytes that the transaction may store.</param>
    Task<Holdings> LockAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<InstanceHeader> instances, IReadOnlyCollection<string> sha256, CancellationToken cancellation);

    /// <summary>The same for one resource; <c>null</c> when there is none of that level under the id.</summary>
    Task<HeldResource?> LockAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation);

    /// <summary>The instances at or below a resource, whose patient the transaction holds.</summary>
    Task<IReadOnlyCollection<OrthancId>> InstancesAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation);

    /// <summary>Where the files of instances lie, and below what; those that are not there are left out.</summary>
    Task<IReadOnlyDictionary<OrthancId, HeldFile>> FilesAsync(IReadOnlyCollection<OrthancId> instances, CancellationToken cancellation);

    /// <summary>The main tags of a patient, study or series that the transaction holds, as they are shown.</summary>
    Task<ShownTags> MainDicomTagsAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation);

    /// <summary>The labels of a resource that the transaction holds.</summary>
    Task<IReadOnlyCollection<string>> LabelsAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation);

    /// <summary>The labels of those of these resources that have any.</summary>
    Task<IReadOnlyDictionary<OrthancId, IReadOnlyCollection<string>>> LabelsAsync(ResourceLevel level, IReadOnlyCollection<OrthancId> ids, CancellationToken cancellation);

    /// <summary>The stored instances that a job made.</summary>
    /// <param name="ofStored">Without those whose source is not stored any more.</param>
    Task<IReadOnlyCollection<OrthancId>> MadeByAsync(string job, bool ofStored, CancellationToken cancellation);

    /// <summary>The number of the newest event.</summary>
    Task<long> NewestEventAsync(CancellationToken cancellation);

    /// <summary>
    /// Holds up to a number of patients below which something rests, then reads which of their series and studies, and which of
    /// them, are not stable yet though nothing arrived below them after an event.
    /// </summary>
    /// <param name="upTo">Number of that event, inclusive.</param>
    Task<IReadOnlyList<RestingResource>> LockRestingAsync(NpgsqlTransaction transaction, long upTo, int patients, CancellationToken cancellation);
}
