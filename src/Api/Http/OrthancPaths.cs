using System.Text;

namespace EventDicom.Api.Http;

/// <summary>
/// Before routing: duplicate slashes count as one, a method may be overridden, and methods that Orthanc does not know are
/// refused as it refuses them.
/// </summary>
public sealed class OrthancPaths(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal)) request.Path = Collapse(path);

        if (request.Headers.TryGetValue("X-HTTP-Method-Override", out var method)
            || (HttpMethods.IsGet(request.Method) && request.Query.TryGetValue("_method", out method)))
            request.Method = method.ToString().ToUpperInvariant();

        return request.Method switch
        {
            "GET" or "POST" or "PUT" or "DELETE" => next(context),
            "HEAD" or "OPTIONS" => Answer(context, StatusCodes.Status404NotFound),
            _ => Answer(context, StatusCodes.Status400BadRequest),
        };
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static string Collapse(string path)
    {
        var collapsed = new StringBuilder(path.Length);
        foreach (var character in path)
            if (character != '/' || collapsed.Length == 0 || collapsed[^1] != '/') collapsed.Append(character);
        return collapsed.ToString();
    }
}
