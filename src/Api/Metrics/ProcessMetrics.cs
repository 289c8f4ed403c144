using EventDicom.Domain.Measuring;
using EventDicom.Projections.JobHistory;
using Npgsql;
using Prometheus;

namespace EventDicom.Api.Metrics;

/// <summary><c>/metrics</c>: what the server measures of itself and what .NET tells of the process, for Prometheus to scrape.</summary>
public sealed class ProcessMetrics : IDisposable
{
    // The meters of ASP.NET and Npgsql measure on every request and statement; these are asked only when somebody scrapes.
    private const string Runtime = "System.Runtime";

    // Seconds: from one millisecond to a good minute.
    private static readonly double[] s_durations = Histogram.ExponentialBuckets(0.001, 2, 17);

    private static readonly double[] s_instances = Histogram.ExponentialBuckets(1, 2, 11);

    private readonly JobQueries _jobs;
    private readonly Gauge _jobsIn;
    private readonly IDisposable _meters;

    public ProcessMetrics(JobQueries jobs)
    {
        _jobs = jobs;
        DotNetStats.Register(Registry);
        var factory = Prometheus.Metrics.WithCustomRegistry(Registry);
        _jobsIn = factory.CreateGauge("eventdicom_jobs", "Jobs that are listed, by what became of them", "state");
        Registry.AddBeforeCollectCallback(CountJobsAsync);
        _meters = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = Registry,
            MetricFactory = factory,
            ResolveHistogramBuckets = static instrument => instrument == Instruments.IntakeBatchInstances ? s_instances : s_durations,
            InstrumentFilterPredicate = instrument => instrument.Meter.Name is Instruments.MeterName or Runtime,
        });
    }

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Dispose() => _meters.Dispose();

    private async Task CountJobsAsync(CancellationToken ct)
    {
        JobCounts? counts = null;
        try
        {
            counts = await _jobs.CountAsync(ct);
        }
        catch (NpgsqlException)
        {
            // Everything else is shown while the database is away.
        }
        Show("pending", counts?.Pending);
        Show("running", counts?.Running);
        Show("success", counts?.Success);
        Show("failed", counts?.Failed);
    }

    private void Show(string state, long? jobs) => _jobsIn.WithLabels(state).Set(jobs ?? double.NaN);
}
