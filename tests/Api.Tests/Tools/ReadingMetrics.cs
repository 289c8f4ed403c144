using System.Globalization;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Tools;

[Collection(nameof(OneServer))]
public sealed class ReadingMetrics(SharedServer server)
{
    [LocalPostgresFact]
    public async Task has_every_metric_of_Orthanc_sorted_and_one_to_a_line()
    {
        var stored = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient()));
        await server.BytesAsync($"/instances/{stored.Text("ID")}/file");

        using var answer = await server.GetAsync("/tools/metrics-prometheus");

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        lines[^1].ShouldBeEmpty();
        var metrics = lines[..^1].Select(line => line.Split(' ')).ToList();
        metrics.Select(metric => metric[0]).ShouldBe(
        [
            "orthanc_available_dicom_threads", "orthanc_count_instances", "orthanc_count_patients", "orthanc_count_series", "orthanc_count_studies", "orthanc_disk_size_mb",
            "orthanc_jobs_completed", "orthanc_jobs_failed", "orthanc_jobs_pending", "orthanc_jobs_running", "orthanc_jobs_success",
            "orthanc_rest_api_active_requests", "orthanc_rest_api_duration_ms", "orthanc_storage_create_duration_ms",
            "orthanc_storage_read_duration_ms", "orthanc_store_dicom_duration_ms", "orthanc_uncompressed_size_mb", "orthanc_up_time_s",
        ], customMessage: "nothing has been removed from the storage");

        var statistics = await server.JsonAsync("/statistics");
        Value("orthanc_count_instances").ShouldBe(statistics.GetProperty("CountInstances").GetDouble());
        Value("orthanc_disk_size_mb").ShouldBe(double.Parse(statistics.Text("TotalDiskSize")!, CultureInfo.InvariantCulture) / (1 << 20), tolerance: 1e-4);
        Value("orthanc_available_dicom_threads").ShouldBe(0);
        Value("orthanc_up_time_s").ShouldBeInRange(0, 3600);
        Value("orthanc_rest_api_active_requests").ShouldBeGreaterThanOrEqualTo(1);
        foreach (var metric in metrics)
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(metric[2], CultureInfo.InvariantCulture)).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(10), metric[0]);

        double Value(string name) => double.Parse(metrics.Single(metric => metric[0] == name)[1], CultureInfo.InvariantCulture);
    }

    [LocalPostgresFact]
    public async Task shows_nothing_while_switched_off()
    {
        using (await server.PutAsync("/tools/metrics", "0"))
            (await server.TextAsync("/tools/metrics-prometheus")).ShouldBeEmpty();
        using (await server.PutAsync("/tools/metrics", "1"))
            (await server.TextAsync("/tools/metrics-prometheus")).ShouldNotBeEmpty();
    }

    [LocalPostgresFact]
    public async Task has_the_process_and_its_own_measurements_for_Prometheus()
    {
        var text = await server.TextAsync("/metrics");

        text.ShouldContain("# TYPE process_cpu_seconds_total counter");
        text.ShouldContain("eventdicom_rest_api_duration_bucket{le=\"0.001\"}");
    }
}
