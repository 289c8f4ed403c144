namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/unknown-sop-class-accepted</c>: whether objects of classes that DICOM does not know may be stored, <c>1</c> or
/// <c>0</c>.</summary>
public sealed class GetUnknownSopClassEndpoint(ServerSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/unknown-sop-class-accepted");
        Describe(Allow.Settings, "Ask whether objects of unknown classes may be stored").AnswersText("1 or 0");
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerTextAsync(settings.UnknownSopClassAccepted ? "1" : "0", ct);
}
