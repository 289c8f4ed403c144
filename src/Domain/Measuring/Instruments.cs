using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventDicom.Domain.Measuring;

/// <summary>What the server measures of itself. Durations are in seconds; whoever wants them listens to the meter.</summary>
public static class Instruments
{
    public const string MeterName = "EventDicom";

    private static readonly Meter s_meter = new(MeterName);

    private static int s_activeRequests;
    private static int s_waiting;
    private static long s_behind;
    private static long s_filesOpened;

    /// <summary>One request, from its first line to the end of its answer.</summary>
    public static readonly Histogram<double> RestApi = Duration("rest_api");

    /// <summary>One instance, from its arrival at the intake to its commit.</summary>
    public static readonly Histogram<double> StoreDicom = Duration("store_dicom");

    /// <summary>One batch of the intake, from its first lock to its commit.</summary>
    public static readonly Histogram<double> IntakeBatch = Duration("intake_batch");

    /// <summary>How many instances it had.</summary>
    public static readonly Histogram<int> IntakeBatchInstances = s_meter.CreateHistogram<int>("intake_batch_instances");

    /// <summary>One commit of events, whatever wrote them.</summary>
    public static readonly Histogram<double> Commit = Duration("commit");

    /// <summary>Making the bytes of a batch durable.</summary>
    public static readonly Histogram<double> StorageCreate = Duration("storage_create");

    /// <summary>All that was read of one file while it was open.</summary>
    public static readonly Histogram<double> StorageRead = Duration("storage_read");

    public static readonly Histogram<double> StorageRemove = Duration("storage_remove");

    /// <summary>One look at the managed heap, and its collection where that was worth it.</summary>
    public static readonly Histogram<double> MemoryTrimming = Duration("memory_trimming");

    /// <summary>Bytes of stored files that were read.</summary>
    public static readonly Counter<long> StorageReadBytes = s_meter.CreateCounter<long>("storage_read_bytes");

    /// <summary>Bytes of files that were stored.</summary>
    public static readonly Counter<long> StorageWrittenBytes = s_meter.CreateCounter<long>("storage_written_bytes");

    /// <summary>Meetings with stored files that are missing, cut or changed.</summary>
    public static readonly Counter<long> DamagedFiles = s_meter.CreateCounter<long>("damaged_files_total");

    public static readonly Counter<long> LoggedErrors = s_meter.CreateCounter<long>("logged_errors_count");

    public static readonly Counter<long> LoggedWarnings = s_meter.CreateCounter<long>("logged_warnings_count");

    // Read when somebody scrapes, so that no request pays for it.
    static Instruments()
    {
        s_meter.CreateObservableUpDownCounter("rest_api_active_requests", () => ActiveRequests);
        s_meter.CreateObservableUpDownCounter("intake_waiting_instances", () => Volatile.Read(ref s_waiting));
        s_meter.CreateObservableGauge("change_log_lag_events", () => Volatile.Read(ref s_behind));
    }

    /// <summary>Requests whose answer has not ended.</summary>
    public static int ActiveRequests => Volatile.Read(ref s_activeRequests);

    /// <summary>How often the file of an instance was opened.</summary>
    public static long FilesOpened => Interlocked.Read(ref s_filesOpened);

    public static void FileOpened() => Interlocked.Increment(ref s_filesOpened);

    public static void RequestBegins() => Interlocked.Increment(ref s_activeRequests);

    public static void RequestEnds() => Interlocked.Decrement(ref s_activeRequests);

    /// <summary>An instance waits for its batch.</summary>
    public static void InstanceWaits() => Interlocked.Increment(ref s_waiting);

    /// <summary>Instances wait no longer: their batch begins.</summary>
    public static void BatchBegins(int instances) => Interlocked.Add(ref s_waiting, -instances);

    /// <summary>By how many numbers of events the log of changes is behind, as of the latest look.</summary>
    public static void ChangeLogIsBehind(long events) => Volatile.Write(ref s_behind, events);

    /// <param name="start">Of <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void RecordSince(this Histogram<double> duration, long start) =>
        duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);

    private static Histogram<double> Duration(string name) => s_meter.CreateHistogram<double>($"{name}_duration", "s");
}
