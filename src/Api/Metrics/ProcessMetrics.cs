using EventDicom.Domain.Measuring;
using Prometheus;

namespace EventDicom.Api.Metrics;

/// <summary><c>/metrics</c>: what the server measures of itself and what .NET tells of the process, for Prometheus to scrape.</summary>
public sealed class ProcessMetrics : IDisposable
{
    // The meters of ASP.NET and Npgsql measure on every request and statement; these are asked only when somebody scrapes.
    private const string Runtime = "System.Runtime";

    // Seconds: from one millisecond to a good minute.
    private static readonly double[] s_durations = Histogram.ExponentialBuckets(0.001, 2, 17);

    private readonly IDisposable _meters;

    public ProcessMetrics()
    {
        DotNetStats.Register(Registry);
        _meters = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = Registry,
            MetricFactory = Prometheus.Metrics.WithCustomRegistry(Registry),
            ResolveHistogramBuckets = static _ => s_durations,
            InstrumentFilterPredicate = instrument => instrument.Meter.Name is Instruments.MeterName or Runtime,
        });
    }

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Dispose() => _meters.Dispose();
}
