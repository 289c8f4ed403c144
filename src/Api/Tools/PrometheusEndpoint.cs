using System.Globalization;
using System.Text;
using EventDicom.Api.Metrics;

namespace EventDicom.Api.Tools;

/// <summary>
/// <c>GET /tools/metrics-prometheus</c>: Orthanc's metrics under Orthanc's names, sorted, one to a line: name, value, milliseconds
/// since 1970. What else is measured is at <c>/metrics</c>.
/// </summary>
public sealed class PrometheusEndpoint(ServerSettings settings, OrthancMetrics metrics) : OrthancEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4";

    public override void Configure()
    {
        Get("/tools/metrics-prometheus");
        Describe(Allow.Settings, "Read the metrics in the format of Prometheus").AnswersText("The metrics");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var text = new StringBuilder();
        foreach (var (name, (value, at)) in settings.MetricsEnabled ? await metrics.ReadAsync(ct) : [])
            text.Append(CultureInfo.InvariantCulture, $"orthanc_{name} {value} {at.ToUnixTimeMilliseconds()}\n");
        await AnswerTextAsync(text.ToString(), ct, ContentType);
    }
}
