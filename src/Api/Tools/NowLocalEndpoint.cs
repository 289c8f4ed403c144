using EventDicom.Projections.Resources;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/now-local</c>: the time in the server's own zone.</summary>
public sealed class NowLocalEndpoint(TimeProvider time) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/now-local");
        Describe(Allow.View, "Read the time where the server is").AnswersText("As 20260131T235959");
    }

    public override Task HandleAsync(CancellationToken ct) =>
        AnswerTextAsync(SystemMetadata.Time(new(time.GetLocalNow().DateTime, TimeSpan.Zero)), ct);
}
