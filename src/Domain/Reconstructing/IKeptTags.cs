using EventDicom.Domain.Blobs;
using EventDicom.Domain.Modifying;
using Npgsql;

namespace EventDicom.Domain.Reconstructing;

/// <summary>A resource, its patient, and the file of the first instance at or below it.</summary>
public sealed record ReadableResource(OrthancId Id, OrthancId Patient, StoredFile File);

/// <summary>Which resources of a level have their main tags read again.</summary>
/// <param name="Lists">Those that were read with one of these lists of main tags: see <see cref="MainDicomTags.KeptSignatureOf"/>.</param>
/// <param name="ListsOfPatient">Of a level that has a copy of the patient's tags: those too whose patient was read with one of
/// these.</param>
/// <param name="Around">Only this resource, those above it and those below it; <c>null</c> for all that are stored.</param>
public sealed record ResourcesToRead(
    ResourceLevel Level, IReadOnlyList<string?> Lists, IReadOnlyList<string?> ListsOfPatient,
    (ResourceLevel Level, OrthancId Id)? Around = null)
{
    /// <summary>Whether there can be any.</summary>
    public bool Any => Lists.Count > 0 || ListsOfPatient.Count > 0;
}

/// <summary>What is asked about the main tags that are kept beside the files. A seam over which the domain reads projections without
/// knowing their tables.</summary>
public interface IKeptTags
{
    /// <summary>Each list of main tags that some resource of a level was read with.</summary>
    Task<IReadOnlyList<string?>> ListsAsync(ResourceLevel level, CancellationToken ct);

    Task<long> CountAsync(ResourcesToRead which, CancellationToken ct);

    /// <summary>The next of them, in the order of their identifiers.</summary>
    /// <param name="after">The identifier of the last one that was given; empty at first.</param>
    Task<IReadOnlyList<ReadableResource>> NextAsync(ResourcesToRead which, string after, int atMost, CancellationToken ct);

    /// <summary>Holds the patients of some resources of a level, then reads their main tags; those that are not there any more are left
    /// out.</summary>
    Task<IReadOnlyDictionary<OrthancId, (OrthancId Patient, ShownTags Shown)>> LockAsync(
        NpgsqlTransaction transaction, ResourceLevel level, IReadOnlyCollection<OrthancId> ids, CancellationToken ct);

    /// <summary>The right to fill main tags in the background, which one node has at a time; <c>null</c> while another has it. Ends when it
    /// is disposed of.</summary>
    Task<IAsyncDisposable?> TryHoldFillingAsync(CancellationToken ct);
}
