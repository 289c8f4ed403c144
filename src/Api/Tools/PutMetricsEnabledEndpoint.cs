namespace EventDicom.Api.Tools;

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
