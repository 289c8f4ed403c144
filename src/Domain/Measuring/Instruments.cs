using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventDicom.Domain.Measuring;

/// <summary>What the server measures of itself. Durations are in seconds; whoever wants them listens to the meter.</summary>
public static class Instruments
{
    public const string MeterName = "EventDicom";

    private static readonly Meter s_meter = new(MeterName);

    private static int s_activeRequests;

    /// <summary>One request, from its first line to the end of its answer.</summary>
    public static readonly Histogram<double> RestApi = Duration("rest_api");

    /// <summary>One instance, from its arrival at the intake to its commit.</summary>
    public static readonly Histogram<double> StoreDicom = Duration("store_dicom");

    /// <summary>Making the bytes of a batch durable.</summary>
    public static readonly Histogram<double> StorageCreate = Duration("storage_create");

    /// <summary>All that was read of one file while it was open.</summary>
    public static readonly Histogram<double> StorageRead = Duration("storage_read");

    public static readonly Histogram<double> StorageRemove = Duration("storage_remove");

    /// <summary>Meetings with stored files that are missing, cut or changed.</summary>
    public static readonly Counter<long> DamagedFiles = s_meter.CreateCounter<long>("damaged_files_total");

    // Read when somebody scrapes, so that no request pays for it.
    static Instruments() => s_meter.CreateObservableUpDownCounter("rest_api_active_requests", () => ActiveRequests);

    /// <summary>Requests whose answer has not ended.</summary>
    public static int ActiveRequests => Volatile.Read(ref s_activeRequests);

    public static void RequestBegins() => Interlocked.Increment(ref s_activeRequests);

    public static void RequestEnds() => Interlocked.Decrement(ref s_activeRequests);

    /// <param name="start">Of <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void RecordSince(this Histogram<double> duration, long start) => duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);

    private static Histogram<double> Duration(string name) => s_meter.CreateHistogram<double>($"{name}_duration", "s");
}
