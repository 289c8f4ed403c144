using EventDicom.Api.Configuration;

namespace EventDicom.Api.Explorer;

/// <summary><c>GET /app/explorer.html</c>: a page that says what this is and where to go, where <c>OrthancExplorerEnabled</c>.</summary>
public sealed class ExplorerEndpoint(OrthancConfiguration configuration) : OrthancEndpoint
{
    private const string Resource = "EventDicom.Api.Explorer.explorer.html";

    public override void Configure()
    {
        Get("/app/explorer.html");
        Describe(Allow.View, "Show the page for people, where Orthanc has its explorer").Named("getExplorer")
            .AnswersText("The page", "text/html");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (!configuration.Http.OrthancExplorerEnabled)
        {
            await NotAnsweredAsync();
            return;
        }

        await using var page = typeof(ExplorerEndpoint).Assembly.GetManifestResourceStream(Resource)!;
        HttpContext.Response.ContentType = "text/html; charset=utf-8";
        HttpContext.Response.ContentLength = page.Length;
        await page.CopyToAsync(HttpContext.Response.Body, ct);
    }
}
