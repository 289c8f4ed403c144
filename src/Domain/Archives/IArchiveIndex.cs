namespace EventDicom.Domain.Archives;

/// <summary>Answers what an archive is to hold.</summary>
public interface IArchiveIndex
{
    /// <summary>The series that lie at, above or below some resources of any level, each once, in insertion order from the patients
    /// down.</summary>
    /// <returns><c>null</c> when one of the resources is unknown.</returns>
    Task<IReadOnlyList<SeriesToPack>?> SeriesAsync(IReadOnlyCollection<string> resources, CancellationToken ct);

    /// <summary>The instances of one series in insertion order.</summary>
    IAsyncEnumerable<InstanceToPack> InstancesAsync(SeriesToPack series, CancellationToken ct);

    /// <summary>An instance of a series whose file has more than so many bytes; <c>null</c> for none.</summary>
    Task<string?> LargerAsync(SeriesToPack series, long size, CancellationToken ct);
}
