using EventDicom.Api.Hosting;

namespace EventDicom.Api.Tools;

/// <summary><c>POST /tools/shutdown</c>: ends the server as a signal would.</summary>
public sealed class ShutdownEndpoint(ServerRun run) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/shutdown");
        Describe(Allow.Administrate, "Stop the server").Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await AnswerEmptyObjectAsync();
        run.Stop();
    }
}
