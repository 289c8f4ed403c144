using Npgsql;

namespace EventDicom.Domain.Stability;

/// <summary>What the watch asks that declares resources stable.</summary>
public interface IUnstableResources
{
    /// <summary>The number of the newest event.</summary>
    Task<long> NewestEventAsync(CancellationToken ct);

    /// <summary>
    /// Holds up to a number of patients below which something is to become stable, then reads which of their series and studies, and which
    /// of them, are not stable yet though nothing arrived below them after an event.
    /// </summary>
    /// <param name="upTo">Number of that event, inclusive.</param>
    Task<IReadOnlyList<UnstableResource>> LockAsync(NpgsqlTransaction transaction, long upTo, int patients, CancellationToken ct);
}
