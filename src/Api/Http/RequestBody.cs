using System.Text;
using System.Text.Json;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>Reads small bodies, whatever their Content-Type says: Orthanc's clients send any, or none.</summary>
public static class RequestBody
{
    /// <summary>Bytes that a body which is not a file may have.</summary>
    public const int Longest = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions s_lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 128 };

    /// <exception cref="OrthancException">The body is longer than <see cref="Longest"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(this HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > Longest) throw TooLong();
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, ct) is > 0 and var read)
        {
            if (body.Length + read > Longest) throw TooLong();
            body.Write(buffer, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    public static async Task<string> ReadTextBodyAsync(this HttpRequest request, CancellationToken ct) =>
        Encoding.UTF8.GetString((await request.ReadBodyAsync(ct)).Span);

    /// <summary>Parses the body as leniently as Orthanc does: comments and trailing commas are no errors.</summary>
    /// <returns><c>null</c> when it is no JSON.</returns>
    public static async Task<JsonDocument?> TryReadJsonBodyAsync(this HttpRequest request, CancellationToken ct)
    {
        try
        {
            return JsonDocument.Parse(await request.ReadBodyAsync(ct), s_lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static OrthancException TooLong() => new(OrthancError.BadRequest, $"The body is longer than {Longest} bytes");
}
