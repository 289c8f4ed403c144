using Microsoft.AspNetCore.Connections;

namespace EventDicom.Api.Errors;

/// <summary>
/// The outermost layer of every request: whatever is thrown below becomes the answer that Orthanc's clients expect, and what
/// nobody expected is logged here and told to the client as an internal error, without a word of its cause.
/// </summary>
public sealed partial class ErrorMiddleware(RequestDelegate next, ErrorAnswer answer, ILogger<ErrorMiddleware> logger)
{
    // What nginx logs for a client that went away; nobody receives it, but it keeps such requests out of the count of 200s.
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (IsGone(context, exception))
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception exception)
        {
            var failure = Failure.Of(exception);
            var (method, path) = (Excerpt.Of(context.Request.Method), Excerpt.Of(ErrorAnswer.PathOf(context)));
            if (failure.Unexpected) Failed(logger, exception, method, path);

            if (context.Response.HasStarted)
            {
                Truncated(logger, method, path, failure.Error.Message());
                // Ending the response in good order would pass half an answer off as a whole one.
                context.Abort();
                return;
            }

            await answer.WriteAsync(context, failure);
        }
    }

    private static bool IsGone(HttpContext context, Exception exception)
    {
        if (!context.RequestAborted.IsCancellationRequested) return false;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is OperationCanceledException or ConnectionAbortedException or ConnectionResetException or BadHttpRequestException)
                return true;
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void Failed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Method} {Path} failed after its answer had begun, the connection is cut: {Reason}")]
    private static partial void Truncated(ILogger logger, string method, string path, string reason);
}
