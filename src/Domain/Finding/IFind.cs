namespace EventDicom.Domain.Finding;

/// <summary>The index of what is stored. A seam over which the domain searches projections without knowing their tables.</summary>
public interface IFind
{
    /// <summary>What the index has, as a stream; whoever stops reading it, or cancels, ends the search where it is.</summary>
    /// <param name="query">All its constraints are about what the index knows: see <see cref="TagSource"/>.</param>
    IAsyncEnumerable<Match> SearchAsync(IndexQuery query, CancellationToken ct);

    /// <summary>How many resources fit; order and page mean nothing.</summary>
    /// <inheritdoc cref="SearchAsync"/>
    Task<long> CountAsync(FindQuery query, CancellationToken ct);
}

/// <summary>A search as the index is asked for it.</summary>
/// <param name="Find">The search, without what only files tell.</param>
/// <param name="First">Whether to tell of a file below each resource.</param>
/// <param name="Late">Tags among those of <see cref="FindQuery.Tags"/> that were no main tags yet when some resources were stored. These
/// resources match, and are undecided.</param>
public sealed record IndexQuery(FindQuery Find, FirstFile First = FirstFile.Never, IReadOnlySet<Dicom.DicomTag>? Late = null);

/// <summary>Whether an answer tells of a file of the resource.</summary>
public enum FirstFile
{
    Never,

    /// <summary>Where a requested tag has no value in the index, or the resource is undecided.</summary>
    WhereNeeded,
    Always,
}
