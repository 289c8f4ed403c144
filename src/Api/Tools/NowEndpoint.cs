using EventDicom.Projections.Resources;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/now</c>: the time in UTC.</summary>
public sealed class NowEndpoint(TimeProvider time) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/now");
        Describe(Allow.View, "Read the time, in UTC").AnswersText("As 20260131T235959");
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerTextAsync(SystemMetadata.Time(time.GetUtcNow()), ct);
}
