using System.Diagnostics;
using System.Globalization;
using EventDicom.Domain;
using EventDicom.Domain.Measuring;
using EventDicom.Domain.Memory;
using EventDicom.Projections.Changes;
using EventDicom.Projections.JobHistory;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Metrics;

/// <summary>
/// Every metric of Orthanc, old and new, with the value that it has here. There are no caches of files, data sets and transcoded images,
/// and no threads that are held for one kind of work: those metrics are there all the same, for what watches them.
/// </summary>
public sealed class OrthancMetrics(
    OrthancMeter meter, MemoryBudget memory, ResourceQueries resources, ChangeQueries changes,
    JobQueries jobs, TimeProvider time)
{
    private const double Megabyte = 1024 * 1024;

    // Requests hold no thread each. What watches this number wants to know when it gets near 0, and Orthanc begins with so many.
    private const int OrthancsHttpThreads = 50;

    private static readonly string[] s_none =
    [
        "dicom_cache_count", "dicom_cache_size", "dicom_cache_size_mb",
        "storage_cache_count", "storage_cache_hit_count", "storage_cache_size_mb",
        "dicom_parser_cache_count", "dicom_parser_cache_hit_count", "dicom_parser_cache_miss_count", "dicom_parser_cache_size_mb",
        "transcoder_cache_count", "transcoder_cache_hit_count", "transcoder_cache_miss_count", "transcoder_cache_size_mb",
        "available_dicom_threads", // nothing listens for DICOM
    ];

    private static readonly string[] s_threads =
        ["storage_available_threads", "dicom_parser_available_threads", "transcoder_available_threads",
            "sequential_reader_available_threads"];

    /// <summary>Names without <c>orthanc_</c>, values as Orthanc prints them, and when they were measured.</summary>
    public async Task<SortedDictionary<string, (string Value, DateTimeOffset At)>> ReadAsync(CancellationToken ct)
    {
        var metrics = new SortedDictionary<string, (string, DateTimeOffset)>(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        void Count(string name, long value) => metrics.Add(name, (value.ToString(CultureInfo.InvariantCulture), now));
        // Nine digits of a 32-bit number, as Orthanc prints them.
        void Megabytes(string name, long bytes) =>
            metrics.Add(name, (((float)(bytes / Megabyte)).ToString("G9", CultureInfo.InvariantCulture), now));

        var statistics = await resources.StatisticsAsync(ct);
        Count("count_patients", statistics.Patients);
        Count("count_studies", statistics.Studies);
        Count("count_series", statistics.Series);
        Count("count_instances", statistics.Instances);
        Megabytes("disk_size_mb", statistics.DiskSize);
        Megabytes("uncompressed_size_mb", statistics.UncompressedSize);
        Count("last_change", await changes.LastNumberAsync(ct));

        var counts = await jobs.CountAsync(ct);
        Count("jobs_pending", counts.Pending);
        Count("jobs_running", counts.Running);
        foreach (var total in (string[])["jobs_", "jobs_total_"]) // their names up to 1.12, and since
        {
            Count($"{total}completed", counts.Success + counts.Failed);
            Count($"{total}success", counts.Success);
            Count($"{total}failed", counts.Failed);
        }

        Count("rest_api_active_requests", Instruments.ActiveRequests);
        Count("available_http_threads_count", Math.Max(0, OrthancsHttpThreads - Instruments.ActiveRequests));
        Count("up_time_s", (long)(now - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalSeconds);
        Count("storage_cache_miss_count", Instruments.FilesOpened); // by which clients tell whether a search opened files
        foreach (var name in s_none) Count(name, 0);
        foreach (var name in s_threads) Count(name, Environment.ProcessorCount);
        Share("storage", memory.Bodies);
        Share("dicom_parser", memory.Work); // one for both
        Share("transcoder", memory.Work);
        foreach (var (name, total) in meter.Totals) Count(name, total);
        foreach (var (name, peak) in meter.Durations)
            metrics.Add($"{name}_ms", (((long)peak.Duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), peak.At));
        return metrics;

        void Share(string name, MemoryLimiter limiter)
        {
            Megabytes($"{name}_memory_capacity_mb", limiter.Capacity);
            Count($"{name}_memory_count", limiter.Shares);
            Megabytes($"{name}_memory_max_usage_mb", limiter.Peak);
            Megabytes($"{name}_memory_usage_mb", limiter.Taken);
        }
    }
}
