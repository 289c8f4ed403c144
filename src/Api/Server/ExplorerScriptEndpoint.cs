namespace EventDicom.Api.Server;

/// <summary><c>GET /plugins/explorer.js</c>: scripts that plugins add to the explorer; there are none.</summary>
public sealed class ExplorerScriptEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/plugins/explorer.js");
        Describe(Allow.View, "Read the scripts that plugins add to the explorer").Named("getExplorerScript")
            .AnswersText("The scripts", "application/javascript");
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerTextAsync("", ct, "application/javascript");
}
