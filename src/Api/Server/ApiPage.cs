using Scalar.AspNetCore;

namespace EventDicom.Api.Server;

/// <summary>
/// <c>/api-docs</c>: the REST API to look at and to try. It works where there is no way out: nothing is loaded from other hosts or sent
/// there, and what its makers offer beside it (a proxy, an assistant, generated clients, statistics of use) is switched off.
/// </summary>
public static class ApiPage
{
    // What the browser itself sees to, whatever the page asks for (W3C Content Security Policy Level 3).
    private const string OwnHostAlone =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; frame-src 'none'; form-action 'self'; base-uri 'self'";

    // Where the page names its makers, it links to their site.
    private const string WithoutLinksToMakers = "a[href*='scalar.com'] { display: none !important; }";

    public static void MapApiPage(this WebApplication app) =>
        app.MapScalarApiReference("/api-docs", page => page
            .WithTitle("EventDicom")
            .WithOpenApiRoutePattern("/openapi.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .HideClientButton()
            .WithCustomCss(WithoutLinksToMakers))
            .RequireAuthorization(Allow.View)
            .AddEndpointFilter((invocation, next) =>
            {
                invocation.HttpContext.Response.Headers.ContentSecurityPolicy = OwnHostAlone;
                return next(invocation);
            });
}
