using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>After routing: an unknown path is error 17 with a body, a wrong method an empty 405 that names the right ones.</summary>
public sealed class UnroutedRequests(RequestDelegate next, OrthancHttpOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is null)
        {
            await ErrorAnswers.WriteAsync(context, options, StatusCodes.Status404NotFound, OrthancError.UnknownResource, null);
            return;
        }

        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && !context.Response.HasStarted)
            context.Response.Headers.Allow = context.Response.Headers.Allow.ToString().Replace(" ", "", StringComparison.Ordinal);
    }
}
