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
        await server.JsonAsync("/changes?limit=1"); // brings the log up to the upload

        using var answer = await server.GetAsync("/tools/metrics-prometheus");

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        lines[^1].ShouldBeEmpty();
        var metrics = lines[..^1].Select(line => line.Split(' ')).ToList();
        // The memory is looked at from time to time only, and nothing has been removed from the storage.
        metrics.Select(metric => metric[0]["orthanc_".Length..]).Where(name => name != "memory_trimming_duration_ms").ShouldBe(
        [
            "available_dicom_threads", "available_http_threads_count", "count_instances", "count_patients", "count_series", "count_studies",
            "dicom_cache_count", "dicom_cache_size", "dicom_cache_size_mb", "dicom_parser_available_threads",
            "dicom_parser_cache_count", "dicom_parser_cache_hit_count", "dicom_parser_cache_miss_count", "dicom_parser_cache_size_mb",
            "dicom_parser_memory_capacity_mb", "dicom_parser_memory_count", "dicom_parser_memory_max_usage_mb",
            "dicom_parser_memory_usage_mb", "disk_size_mb",
            "jobs_completed", "jobs_failed", "jobs_pending", "jobs_running", "jobs_success", "jobs_total_completed", "jobs_total_failed",
            "jobs_total_success",
            "last_change", "logged_errors_count", "logged_warnings_count", "rest_api_active_requests", "rest_api_duration_ms",
            "sequential_reader_available_threads",
            "storage_available_threads", "storage_cache_count", "storage_cache_hit_count", "storage_cache_miss_count",
            "storage_cache_size_mb", "storage_create_duration_ms",
            "storage_memory_capacity_mb", "storage_memory_count", "storage_memory_max_usage_mb", "storage_memory_usage_mb",
            "storage_read_bytes", "storage_read_duration_ms", "storage_written_bytes", "store_dicom_duration_ms",
            "transcoder_available_threads",
            "transcoder_cache_count", "transcoder_cache_hit_count", "transcoder_cache_miss_count", "transcoder_cache_size_mb",
            "transcoder_memory_capacity_mb", "transcoder_memory_count", "transcoder_memory_max_usage_mb", "transcoder_memory_usage_mb",
            "uncompressed_size_mb", "up_time_s",
        ]);

        var statistics = await server.JsonAsync("/statistics");
        Value("orthanc_count_instances").ShouldBe(statistics.GetProperty("CountInstances").GetDouble());
        Value("orthanc_disk_size_mb").ShouldBe(double.Parse(statistics.Text("TotalDiskSize")!, CultureInfo.InvariantCulture) / (1 << 20),
            tolerance: 1e-4);
        Value("orthanc_available_dicom_threads").ShouldBe(0);
        Value("orthanc_available_http_threads_count").ShouldBeInRange(0, 49);
        Value("orthanc_jobs_total_success").ShouldBe(Value("orthanc_jobs_success"));
        Value("orthanc_last_change").ShouldBeGreaterThan(0);
        Value("orthanc_storage_written_bytes").ShouldBeGreaterThan(0);
        Value("orthanc_storage_read_bytes").ShouldBeGreaterThan(0);
        Value("orthanc_dicom_parser_memory_capacity_mb").ShouldBeGreaterThan(1);
        Value("orthanc_up_time_s").ShouldBeInRange(0, 3600);
        Value("orthanc_rest_api_active_requests").ShouldBeGreaterThanOrEqualTo(1);
        foreach (var metric in metrics)
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(metric[2], CultureInfo.InvariantCulture))
                .ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(10), metric[0]);

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
        await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient()));

        var text = await server.TextAsync("/metrics");

        text.ShouldContain("# TYPE process_cpu_seconds_total counter");
        foreach (var metric in (string[])
        [
            "eventdicom_rest_api_duration_bucket{le=\"0.001\"}", "eventdicom_store_dicom_duration_count",
            "eventdicom_intake_batch_duration_count",
            "eventdicom_intake_batch_instances_bucket{le=\"64\"}", "eventdicom_commit_duration_count",
            "eventdicom_storage_create_duration_count",
            "eventdicom_intake_waiting_instances ", "eventdicom_change_log_lag_events ", "eventdicom_jobs{state=\"running\"} ",
        ])
            text.ShouldContain(metric);
    }
}
