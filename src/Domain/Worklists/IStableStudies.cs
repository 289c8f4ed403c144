namespace EventDicom.Domain.Worklists;

/// <summary>What becomes of worklists that were worked off asks of studies. A seam over which the domain reads a projection.</summary>
public interface IStableStudies
{
    /// <summary>Those of these studies that are here, and stable.</summary>
    Task<IReadOnlySet<OrthancId>> AmongAsync(IReadOnlyCollection<OrthancId> studies, CancellationToken ct);
}
