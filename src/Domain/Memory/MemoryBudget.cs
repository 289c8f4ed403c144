namespace EventDicom.Domain.Memory;

/// <summary>
/// What all requests and jobs may hold in memory together. A body that was read whole keeps its share while it is worked on, and may wait
/// for work; work (decoders, transcoders, data sets) waits for nothing while it has its share. So there is an order, and nobody waits for
/// ever.
/// </summary>
/// <param name="Bodies">Bodies of requests over 256 KB and what is made of them.</param>
/// <param name="Work">Everything that runs from its beginning to its end without waiting.</param>
public sealed record MemoryBudget(MemoryLimiter Bodies, MemoryLimiter Work)
{
    /// <summary>Bytes, where nobody says otherwise and there is much memory.</summary>
    public const long Usual = 600L << 20;

    /// <summary>Two thirds for work, and one for bodies.</summary>
    /// <param name="bytes">0 for a third of the memory that this process may use, and no more than <see cref="Usual"/>.</param>
    public static MemoryBudget Of(long bytes)
    {
        // The GC knows of the bounds of a container.
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var all = bytes > 0 ? bytes : Math.Min(Usual, memory / 3);
        Garbage.Ceiling = all;
        return new(new(all / 3, all / 3), new(all / 3 * 2, memory / 4 * 3));
    }
}
