using EventDicom.Api.Configuration;
using FastEndpoints;

namespace EventDicom.Api.Explorer;

/// <summary><c>GET /</c>: on to the page for people, where <c>OrthancExplorerEnabled</c>.</summary>
public sealed class RootEndpoint(OrthancConfiguration configuration) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/");
        Describe(Allow.View, "Show the page for people").Named("getRoot").AnswersText("The page", "text/html");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (!configuration.Http.OrthancExplorerEnabled)
        {
            await NotAnsweredAsync();
            return;
        }

        // Relative, so that it holds behind a proxy that serves us below a path.
        HttpContext.Response.Headers.Location = "app/explorer.html";
        HttpContext.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        HttpContext.MarkResponseStart();
    }
}
