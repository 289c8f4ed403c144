using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>What is said, right after routing, where no route matches: error 17, or 405 where the path has routes for other methods.</summary>
public sealed class UnknownRoute(RequestDelegate next, ErrorAnswer answer)
{
    private static readonly Failure s_unknown = new(OrthancError.UnknownResource, StatusCodes.Status404NotFound);

    // In the order in which Orthanc lists them.
    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];

    public Task InvokeAsync(HttpContext context) => context.GetEndpoint() switch
    {
        RouteEndpoint => next(context),
        null => answer.WriteAsync(context, s_unknown),
        // Routing puts an endpoint without a route where it refuses the method.
        { RequestDelegate: { } refuse } => RefuseAsync(context, refuse),
        _ => next(context),
    };

    private static async Task RefuseAsync(HttpContext context, RequestDelegate refuse)
    {
        await refuse(context);
        if (context.Response.StatusCode != StatusCodes.Status405MethodNotAllowed) return;

        var allowed = context.Response.Headers.Allow.ToString();
        context.Response.Headers.Allow = string.Join(',', s_methods.Where(method => allowed.Contains(method, StringComparison.Ordinal)));
        context.Response.ContentLength = 0;
    }
}
