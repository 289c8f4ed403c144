using System.Diagnostics;

namespace EventDicom.Benchmarks.Measuring;

/// <summary>Durations of single requests, in <see cref="Stopwatch"/> ticks, and their quantiles in milliseconds.</summary>
internal sealed class Latencies(IEnumerable<long> ticks)
{
    private readonly long[] sorted = [.. ticks.Order()];

    public int Count => sorted.Length;

    /// <summary>The smallest duration that <paramref name="quantile"/> (0 to 1) of all requests did not exceed; 0 when there were
    /// none.</summary>
    public double Milliseconds(double quantile)
    {
        if (sorted.Length == 0) return 0;
        var rank = (int)Math.Ceiling(sorted.Length * quantile) - 1;
        return sorted[Math.Clamp(rank, 0, sorted.Length - 1)] * 1000.0 / Stopwatch.Frequency;
    }
}
