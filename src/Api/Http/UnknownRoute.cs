using EventDicom.Api.Errors;
using Microsoft.AspNetCore.Routing.Template;

namespace EventDicom.Api.Http;

/// <summary>What is said, right after routing, where no route matches: error 17, or 405 where the path has routes for other
/// methods.</summary>
public sealed class UnknownRoute(RequestDelegate next, EndpointDataSource endpoints, ErrorAnswer answer)
{
    // FastEndpoints adds it for its own tests: it lists all routes.
    private const string OfFastEndpoints = "_test_url_cache_";

    private static readonly Failure s_unknown = new(OrthancError.UnknownResource, StatusCodes.Status404NotFound);

    // In the order in which Orthanc lists them.
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];

    // Routes are registered after the middleware, and never change once the first request is there.
    private readonly Lazy<Known[]> _known = new(() => [.. endpoints.Endpoints.OfType<RouteEndpoint>().Where(IsOurs).Select(Known.Of)]);

    // Where routing refuses the method it puts an endpoint without a route, which has compared paths without case.
    public Task InvokeAsync(HttpContext context) => context.GetEndpoint() is RouteEndpoint route && IsOurs(route) ? next(context)
        : RefuseAsync(context);

    private static bool IsOurs(RouteEndpoint route) => route.RoutePattern.RawText?.Trim('/') != OfFastEndpoints;

    private Task RefuseAsync(HttpContext context)
    {
        var allowed = _known.Value.Where(route => route.Matches(context.Request.Path)).SelectMany(route => route.Methods).ToHashSet();
        if (allowed.Count == 0) return answer.WriteAsync(context, s_unknown);

        var response = context.Response;
        response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        response.Headers.Allow = string.Join(',', s_methods.Where(allowed.Contains));
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private sealed record Known(RouteEndpoint Route, TemplateMatcher Template, IReadOnlyList<string> Methods)
    {
        public static Known Of(RouteEndpoint route) => new(
            route,
            new(new(route.RoutePattern), new(route.RoutePattern.Defaults)),
            route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []);

        public bool Matches(PathString path) => Template.TryMatch(path, []) && LiteralSegments.SpellsAlike(Route.RoutePattern, path.Value);
    }
}
