namespace EventDicom.Domain.Memory;

/// <summary>
/// Room that was given back can only be used again once the garbage collector has been there, and left to itself it takes its time: on a
/// machine with much memory a gigabyte of garbage does not worry it. So it is called before much more is taken, and when all is over.
/// </summary>
public static class Garbage
{
    // Less is not worth a look.
    private const long Much = 16L << 20;

    // What the last collection could not remove will not have gone since; so much must have come on top before the next.
    private const long WorthCollecting = 64L << 20;

    private static long s_left;

    /// <summary>Bytes of the managed heap that are no reason to collect.</summary>
    public static long Ceiling { get; set; } = MemoryBudget.Usual;

    /// <summary>Collects, if so much more would take the heap above its ceiling.</summary>
    public static void MakeRoom(long bytes)
    {
        if (bytes < Much) return;
        var heap = GC.GetTotalMemory(forceFullCollection: false);
        if (heap + bytes <= Ceiling || heap - Volatile.Read(ref s_left) < WorthCollecting) return;
        Collect();
    }

    /// <summary>Collects what has piled up, and gives the memory back to the system.</summary>
    public static void Tidy()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) - Volatile.Read(ref s_left) >= WorthCollecting) Collect();
    }

    private static void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Volatile.Write(ref s_left, GC.GetTotalMemory(forceFullCollection: false));
    }
}
