using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EventDicom.Api.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace EventDicom.Api.Errors;

/// <summary>Writes the JSON that describes an error, or nothing but the status where <c>HttpDescribeErrors</c> is off.</summary>
public sealed class ErrorAnswer(bool describe)
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

    private static ReadOnlyMemory<byte> Describe(HttpRequest request, Failure failure)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, s_tabs);
        var message = failure.Error.Message();
        json.WriteStartObject();
        if (failure.Details is not null) json.WriteString("Details", Excerpt.Of(failure.Details));
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
}
