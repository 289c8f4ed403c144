using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EventDicom.Api.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace EventDicom.Api.Errors;

/// <summary>
/// The one place that says no to a client: writes the JSON that describes an error, or nothing but the status where
/// <c>HttpDescribeErrors</c> is off. The log hears of what is the server's own fault.
/// </summary>
public sealed partial class ErrorAnswer(bool describe, ILogger<ErrorAnswer> logger)
{
    private static readonly JsonWriterOptions s_tabs = new()
    {
        Indented = true,
        IndentCharacter = '\t',
        IndentSize = 1,
        Encoder = OrthancJsonEncoder.Instance,
        SkipValidation = true,
    };

    /// <summary>Replaces whatever was prepared; the response must not have started.</summary>
    public Task WriteAsync(HttpContext context, Failure failure)
    {
        var response = context.Response;
        if (failure.HttpStatus >= StatusCodes.Status500InternalServerError && !failure.Unexpected)
            Refused(logger, Excerpt.Of(context.Request.Method), Excerpt.Of(PathOf(context)), (int)failure.Error, failure.Error.Message());
        // Of the value that a condition of the request was about, the client is told even where the condition makes no sense.
        var etag = failure.HttpStatus == StatusCodes.Status400BadRequest ? response.Headers.ETag : default;
        response.Clear();
        response.StatusCode = failure.HttpStatus;
        response.Headers.XContentTypeOptions = OrthancConventions.NoSniff;
        response.Headers.ETag = etag;
        if (failure.RetryAfter > 0) response.Headers.RetryAfter = failure.RetryAfter.ToString(CultureInfo.InvariantCulture);
        if (!describe || HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentLength = 0;
            return Task.CompletedTask;
        }

        var body = Describe(context.Request, failure);
        response.ContentType = "text/plain"; // as Orthanc from 1.12.2 on: no browser takes what an error repeats for a page
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Of what a client wrote into the path, the log shows the id alone: a label or the name of a file may be a
    /// patient's.</summary>
    internal static string PathOf(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern }) return context.Request.Path.Value ?? "";
        return "/" + pattern.TrimStart('/').Replace("{id}", context.Request.RouteValues["id"] as string, StringComparison.Ordinal);
    }

    private static ReadOnlyMemory<byte> Describe(HttpRequest request, Failure failure)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, s_tabs);
        var message = failure.Error.Message();
        json.WriteStartObject();
        if (failure.Details is not null) json.WriteString("Details", Excerpt.Of(failure.Details));
        json.WritePayload(failure.Payload);
        json.WriteString("HttpError", ReasonPhrases.GetReasonPhrase(failure.HttpStatus));
        json.WriteNumber("HttpStatus", failure.HttpStatus);
        json.WriteString("Message", message);
        json.WriteString("Method", request.Method);
        json.WriteString("OrthancError", message);
        json.WriteNumber("OrthancStatus", (int)failure.Error);
        json.WriteString("Uri", (request.PathBase + request.Path).Value);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} failed with error {Error}: {Reason}")]
    private static partial void Refused(ILogger logger, string method, string path, int error, string reason);
}
