using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventDicom.Api.Metrics;
using EventDicom.Domain;
using EventDicom.Domain.Measuring;
using EventDicom.Projections.Attachments;
using EventDicom.Projections.JobHistory;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Tools;

/// <summary>
/// <c>GET /tools/metrics-prometheus</c>: Orthanc's metrics under Orthanc's names, sorted, one to a line: name, value, milliseconds
/// since 1970. What else is measured is at <c>/metrics</c>.
/// </summary>
public sealed class PrometheusEndpoint(ServerSettings settings, OrthancMeter meter, ResourceQueries queries, AttachmentQueries attachments, JobQueries jobs, TimeProvider time) : OrthancEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4";

    private const double Megabyte = 1024 * 1024;

    public override void Configure()
    {
        Get("/tools/metrics-prometheus");
        Describe(Allow.Settings, "Read the metrics in the format of Prometheus").AnswersText("The metrics");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (!settings.MetricsEnabled)
        {
            await AnswerTextAsync("", ct, ContentType);
            return;
        }

        var (statistics, attached) = (await queries.StatisticsAsync(ct), await attachments.SizesAsync(ResourceLevel.Patient, id: null, ct));
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        void Add(string name, string value, DateTimeOffset at) =>
            lines.Add(name, string.Create(CultureInfo.InvariantCulture, $"orthanc_{name} {value} {at.ToUnixTimeMilliseconds()}\n"));
        void Count(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture), now);

        Count("count_patients", statistics.Patients);
        Count("count_studies", statistics.Studies);
        Count("count_series", statistics.Series);
        Count("count_instances", statistics.Instances);
        Add("disk_size_mb", Megabytes(statistics.Size - attached.Saved + attached.Stored), now);
        Add("uncompressed_size_mb", Megabytes(statistics.Size + attached.Uncompressed), now);
        var counts = await jobs.CountAsync(ct);
        Count("jobs_completed", counts.Success + counts.Failed);
        Count("jobs_failed", counts.Failed);
        Count("jobs_pending", counts.Pending);
        Count("jobs_running", counts.Running);
        Count("jobs_success", counts.Success);
        Count("rest_api_active_requests", Instruments.ActiveRequests);
        Count("up_time_s", (long)(now - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalSeconds);
        // Nothing listens for DICOM.
        Count("available_dicom_threads", 0);
        foreach (var (instrument, peak) in meter.Durations)
            Add($"{instrument}_ms", ((long)peak.Duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), peak.At);

        var text = new StringBuilder();
        foreach (var line in lines.Values) text.Append(line);
        await AnswerTextAsync(text.ToString(), ct, ContentType);
    }

    // Nine digits of a 32-bit number, as Orthanc prints them.
    private static string Megabytes(long bytes) => ((float)(bytes / Megabyte)).ToString("G9", CultureInfo.InvariantCulture);
}
