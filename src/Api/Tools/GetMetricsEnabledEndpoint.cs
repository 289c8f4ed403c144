namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/metrics</c>: whether <c>/tools/metrics-prometheus</c> shows anything, <c>1</c> or <c>0</c>.</summary>
public sealed class GetMetricsEnabledEndpoint(ServerSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/metrics");
        Describe(Allow.Settings, "Ask whether metrics are shown").AnswersText("1 or 0");
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerTextAsync(settings.MetricsEnabled ? "1" : "0", ct);
}
