using System.Globalization;
using System.Text;
using FastEndpoints;

namespace EventDicom.Api.Http;

/// <summary>
/// An answer of several parts (RFC 2046 section 5.1, PS3.18 section 8.6.1.2.1), one after the other. Names of headers are spelled in the
/// one way that viewers look for. Before the first part everything can still become an error; after it a failure cuts the connection.
/// </summary>
/// <param name="type">The media type of the parts, with its parameters: it stands between quotes.</param>
internal sealed class MultipartAnswer(HttpResponse response, string type)
{
    private readonly string _boundary = Guid.NewGuid().ToString("N");
    private bool _begun;

    /// <summary>A part whose bytes are all there.</summary>
    /// <param name="content">Read from its start on.</param>
    /// <param name="isOnly">Whether it is the one part: then the client is told beforehand how long the answer is.</param>
    public async Task AddAsync(
        string contentType, Stream content, long length, CancellationToken ct, string? location = null, bool isOnly = false)
    {
        var head = new StringBuilder();
        if (_begun) head.Append("\r\n");
        head.Append("--").Append(_boundary).Append("\r\n");
        if (location is not null) head.Append("Content-Location: ").Append(location).Append("\r\n");
        head.Append("Content-Type: ").Append(contentType).Append("\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\nMIME-Version: 1.0\r\n\r\n");
        var bytes = Encoding.UTF8.GetBytes(head.ToString());
        if (!_begun) Begin(isOnly ? bytes.Length + length + End.Length : null);
        await response.Body.WriteAsync(bytes, ct);
        await content.CopyToAsync(response.Body, ct);
    }

    /// <summary>The last boundary.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        // Without any part there is nothing that it could be the end of.
        if (!_begun) Begin(length: 0);
        else await response.Body.WriteAsync(End, ct);
    }

    private byte[] End => Encoding.ASCII.GetBytes($"\r\n--{_boundary}--\r\n");

    private void Begin(long? length)
    {
        _begun = true;
        response.ContentType = $"multipart/related; type=\"{type}\"; boundary={_boundary}";
        response.ContentLength = length;
        response.HttpContext.MarkResponseStart(); // else FastEndpoints would say 204 where there is no part
    }
}
