using EventDicom.Api.Hosting;

namespace EventDicom.Api.Tools;

/// <summary><c>POST /tools/reset</c>: starts the server anew, from the configuration as it is then.</summary>
public sealed class ResetEndpoint(ServerRun run) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/reset");
        Describe(Allow.Administrate, "Start the server anew").Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await AnswerEmptyObjectAsync();
        run.StartAgain();
    }
}
