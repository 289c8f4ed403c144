using System.Runtime.InteropServices;

namespace EventDicom.Support;

/// <summary>What a thread has taken of a processor, which does not grow while others have it: a bound in it holds on a busy machine,
/// too.</summary>
public static class ProcessorTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID, on Linux

    /// <summary>Of the thread that asks, since it began.</summary>
    public static TimeSpan OfThisThread()
    {
        Span<long> time = stackalloc long[2]; // a timespec: seconds, nanoseconds
        if (GetTime(ThreadClock, ref MemoryMarshal.GetReference(time)) != 0)
            throw new InvalidOperationException($"No clock of the thread: error {Marshal.GetLastPInvokeError()}");
        return TimeSpan.FromTicks((time[0] * TimeSpan.TicksPerSecond) + (time[1] / TimeSpan.NanosecondsPerTick));
    }

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static extern int GetTime(int clock, ref long time);
}
