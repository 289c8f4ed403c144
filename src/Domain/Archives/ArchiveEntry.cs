namespace EventDicom.Domain.Archives;

/// <summary>One file of an archive, opened when its turn comes near.</summary>
/// <param name="Name">Path in the archive: ASCII, unless names are in UTF-8; segments joined by <c>/</c>.</param>
/// <param name="Open">
/// Gives the content, from its start, as a stream that knows its length; one of more than <see cref="ArchivePacker.Part"/> bytes need not
/// seek. Called once, on any thread, while earlier entries are still being written. What it throws ends the archive.
/// </param>
public sealed record ArchiveEntry(string Name, Func<CancellationToken, ValueTask<Stream>> Open)
{
    /// <summary>Called once the entry is in the archive, in the order of the entries, with its length in bytes.</summary>
    public Action<long>? Written { get; init; }
}
