using EventDicom.Domain.Modifying;
using Npgsql;

namespace EventDicom.Domain.Resources;

/// <summary>
/// What the rules about one resource ask before they decide, inside the transaction that records the decision. A seam over which the
/// domain reads projections without knowing their tables.
/// </summary>
public interface IResources
{
    /// <summary>
    /// Holds the patient of a resource against every other writer, on any node, until the transaction ends; then reads the resource;
    /// <c>null</c> when there is none of that level under the id.
    /// </summary>
    Task<HeldResource?> LockAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken ct);

    /// <summary>The instances at or below a resource, whose patient the transaction holds.</summary>
    Task<IReadOnlyCollection<OrthancId>> InstancesAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id,
        CancellationToken ct);

    /// <summary>The main tags of a patient, study or series that the transaction holds, as they are shown.</summary>
    Task<ShownTags> MainDicomTagsAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken ct);

    /// <summary>The labels of a resource that the transaction holds.</summary>
    Task<IReadOnlyCollection<string>> LabelsAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken ct);

    /// <summary>The labels of those of these resources that have any.</summary>
    Task<IReadOnlyDictionary<OrthancId, IReadOnlyCollection<string>>> LabelsAsync(ResourceLevel level, IReadOnlyCollection<OrthancId> ids,
        CancellationToken ct);
}
