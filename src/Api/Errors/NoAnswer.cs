namespace EventDicom.Api.Errors;

/// <summary>
/// How Orthanc replies where a handler finds nothing to say: no such resource, action refused. The body is empty, and the status
/// depends on the method alone.
/// </summary>
public static class NoAnswer
{
    /// <summary>404 for GET, PUT and DELETE, 400 for POST. The response must not have started.</summary>
    public static Task DoesNotAnswerAsync(this HttpContext context)
    {
        context.Response.Clear();
        context.Response.StatusCode = HttpMethods.IsPost(context.Request.Method)
            ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
