using Npgsql;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// What must be known before bytes are removed. The seam over which the domain asks the events and the views about blobs. A view
/// may say that bytes stay; that they may go must follow from the events.
/// </summary>
public interface IBlobIndex
{
    /// <summary>
    /// Holds, until the transaction ends, bytes that nothing has named since before a time, and of which the events say so too: the last
    /// instance that was stored with them was deleted or overwritten afterwards. Marks them for removal.
    /// </summary>
    /// <returns>Their addresses; the caller records <see cref="BlobsPurged"/> in the same transaction.</returns>
    Task<IReadOnlyList<string>> MarkReleasedAsync(NpgsqlTransaction transaction, DateTimeOffset before, int most, CancellationToken ct);

    /// <summary>Holds marked bytes until the transaction ends: whoever stores the same bytes meanwhile waits.</summary>
    Task<IReadOnlyList<string>> LockMarkedAsync(NpgsqlTransaction transaction, int most, CancellationToken ct);

    /// <summary>Forgets the marks of bytes that are removed.</summary>
    Task ForgetMarksAsync(NpgsqlTransaction transaction, IReadOnlyCollection<string> sha256, CancellationToken ct);

    /// <summary>When the newest event was appended, by the database's clock; <c>null</c> when there is none.</summary>
    Task<DateTimeOffset?> NewestEventAsync(CancellationToken ct);

    /// <summary>Which of these addresses something names, or named within the retention, or are marked for removal, as the views have
    /// it.</summary>
    Task<IReadOnlyCollection<string>> NamedAsync(IReadOnlyCollection<string> sha256, CancellationToken ct);

    /// <summary>Which of these addresses no event ever named, or were purged after the last that did. Reads all events: for the few that no
    /// view names.</summary>
    Task<IReadOnlyCollection<string>> UnnamedByEventsAsync(IReadOnlyCollection<string> sha256, CancellationToken ct);

    /// <summary>
    /// Waits until nobody is storing anything, on any node, and keeps it so until the transaction ends; then says which of these
    /// addresses the views name.
    /// </summary>
    Task<IReadOnlyCollection<string>> NamedWhileNobodyStoresAsync(NpgsqlTransaction transaction, IReadOnlyCollection<string> sha256,
        CancellationToken ct);
}
