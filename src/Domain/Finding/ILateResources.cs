namespace EventDicom.Domain.Finding;

/// <summary>Resources that were stored when there were fewer main tags. A seam over which the domain reads projections without knowing their tables.</summary>
public interface ILateResources
{
    /// <summary>Each list of main tags that some resource of a level was stored with, as <see cref="MainDicomTags.KeptSignatureOf"/> has it.</summary>
    Task<IReadOnlyList<string?>> ListsAsync(ResourceLevel level, CancellationToken cancellation);

    Task<long> CountAsync(ResourceLevel level, string? list, CancellationToken cancellation);

    /// <summary>Some resources that were stored with a list, each with its first file, in the order of their identifiers.</summary>
    /// <param name="after">The last one of those before; empty for the first.</param>
    Task<IReadOnlyList<Match>> NextAsync(ResourceLevel level, string? list, string after, int count, CancellationToken cancellation);

    /// <summary>The right to fill them, which one node has at a time; <c>null</c> while another has it. Ends when it is disposed of.</summary>
    Task<IAsyncDisposable?> TryHoldAsync(CancellationToken cancellation);
}
