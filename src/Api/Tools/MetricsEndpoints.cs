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

/// <summary><c>PUT /tools/metrics</c>: body <c>0</c>, <c>1</c>, <c>false</c> or <c>true</c>.</summary>
public sealed class PutMetricsEnabledEndpoint(ServerSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Put("/tools/metrics");
        Describe(Allow.Settings, "Choose whether metrics are shown").ReadsText(Shape.OneOf("0", "1", "false", "true")).AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        settings.MetricsEnabled = await HttpContext.Request.ReadFlagAsync();
        await AnswerNothingAsync(ct);
    }
}
