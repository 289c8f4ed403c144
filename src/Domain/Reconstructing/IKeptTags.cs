using EventDicom.Domain.Blobs;
using EventDicom.Domain.Modifying;
using Npgsql;

namespace EventDicom.Domain.Reconstructing;

/// <summary>A resource, and the file of the first instance at or below it.</summary>
public sealed record ReadableResource(OrthancId Id, StoredFile File);

/// <summary>What is asked about the main tags that are kept beside the files.</summary>
public interface IKeptTags
{
    /// <summary>The next resources of a level, in the order of their identifiers.</summary>
    /// <param name="around">Only this resource, those above it and those below it; <c>null</c> for all that are stored.</param>
    /// <param name="signature">Only those that were read with another list of main tags: see <see cref="MainDicomTags.KeptSignatureOf"/>.</param>
    /// <param name="every">Whether that does not matter.</param>
    /// <param name="after">The identifier of the last one that was given; empty at first.</param>
    Task<IReadOnlyList<ReadableResource>> NextAsync(
        ResourceLevel level, (ResourceLevel Level, OrthancId Id)? around, string? signature, bool every, string after, int atMost, CancellationToken cancellation);

    /// <summary>Holds the patients of some resources of a level, then reads their main tags; those that are not there any more are left out.</summary>
    Task<IReadOnlyDictionary<OrthancId, (OrthancId Patient, ShownTags Shown)>> LockAsync(
        NpgsqlTransaction transaction, ResourceLevel level, IReadOnlyCollection<OrthancId> ids, CancellationToken cancellation);
}
