namespace EventDicom.Api.Tools;

/// <summary><c>PUT /tools/unknown-sop-class-accepted</c>: body <c>0</c>, <c>1</c>, <c>false</c> or <c>true</c>.</summary>
public sealed class PutUnknownSopClassEndpoint(ServerSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Put("/tools/unknown-sop-class-accepted");
        Describe(Allow.Settings, "Choose whether objects of unknown classes may be stored")
            .ReadsText(Shape.OneOf("0", "1", "false", "true")).AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        settings.UnknownSopClassAccepted = await HttpContext.Request.ReadFlagAsync();
        await AnswerNothingAsync(ct);
    }
}
