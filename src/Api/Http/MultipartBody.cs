using System.Text;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>
/// The parts of a multipart body (RFC 2046 section 5.1), one after the other and in bounded memory: lines end with CR LF, parts have up to
/// <see cref="MostHeaders"/> headers. The <c>--</c> behind the last boundary may be missing, as it is in the forms of some old clients.
/// Whatever else is wrong is error 15, and what was read of that part is not to be used.
/// </summary>
/// <example>
/// <code>
/// var body = MultipartBody.Of(request);
/// while (await body.NextAsync(ct) is { } part)
///     await part.Content.CopyToAsync(destination, ct);
/// </code>
/// </example>
public sealed class MultipartBody
{
    public const int MostHeaders = 16;

    /// <summary>Bytes of the headers of one part.</summary>
    public const int LongestHeaders = 16 * 1024;

    private const int LongestBoundary = 256; // RFC 2046 allows 70

    private static readonly byte[] s_endOfLine = [.. "\r\n"u8];

    private readonly MultipartBuffer _buffer;
    private readonly byte[] _delimiter;
    private Func<CancellationToken, Task<bool>> _findNext;

    private MultipartBody(Stream body, string boundary)
    {
        _delimiter = [.. "\r\n--"u8, .. Encoding.UTF8.GetBytes(boundary)];
        _buffer = new(body);
        _findNext = FindFirstAsync;
    }

    /// <summary>How many parts were found so far.</summary>
    public int Count { get; private set; }

    /// <exception cref="OrthancException">Error 15: the Content-Type has no boundary.</exception>
    public static MultipartBody Of(HttpRequest request) => Of(request.Body, request.ContentType ?? "");

    /// <inheritdoc cref="Of(HttpRequest)"/>
    public static MultipartBody Of(Stream body, string contentType) =>
        BoundaryOf(contentType) is { } boundary ? new(body, boundary) : throw Bad("its Content-Type has no usable boundary");

    /// <summary>
    /// What separates the parts of a body; <c>null</c> where its Content-Type does not say, or nothing usable. It is read leniently, since
    /// the types of parts that stand beside it are often not quoted as they should be.
    /// </summary>
    public static string? BoundaryOf(HttpRequest request) => BoundaryOf(request.ContentType ?? "");

    private static string? BoundaryOf(string contentType) =>
        MediaRange.Parse(contentType).FirstOrDefault()?["boundary"] is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary
            : null;

    /// <summary>The next part; what was not read of the one before is passed over.</summary>
    /// <returns>Null after the last one.</returns>
    /// <exception cref="OrthancException">Error 15: the body is damaged.</exception>
    public async Task<MultipartPart?> NextAsync(CancellationToken ct)
    {
        if (!await _findNext(ct)) return null;

        Count++;
        var headers = await ReadHeadersAsync(ct);
        var content = new MultipartContent(_buffer, _delimiter);
        _findNext = content.PassOverAsync;
        return new(headers, content);
    }

    internal static OrthancException Bad(string reason) => new(OrthancError.BadFileFormat, $"The multipart body is damaged: {reason}");

    // What comes before the first boundary is for readers without MIME.
    private async Task<bool> FindFirstAsync(CancellationToken ct)
    {
        var first = _delimiter.AsMemory(2);
        await _buffer.FillAsync(first.Length, ct);
        if (_buffer.StartsWith(first.Span))
        {
            _buffer.Take(first.Length);
            return await _buffer.TakeEndOfBoundaryAsync(ct);
        }

        await using var preamble = new MultipartContent(_buffer, _delimiter);
        return await preamble.PassOverAsync(ct);
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadHeadersAsync(CancellationToken ct)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var room = LongestHeaders;
        while (true)
        {
            var end = await _buffer.FindAsync(s_endOfLine, room, ct);
            if (end < 0) throw Bad("the headers of a part have no end, or are too long");
            if (end == 0) return headers; // the empty line stays: it may be the start of the next boundary

            var line = _buffer.Bytes[..end];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0) throw Bad("a header of a part has no name");
            if (line.ContainsAnyInRange((byte)0, (byte)8) || line.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
                throw Bad("a header of a part has control characters");
            if (headers.Count == MostHeaders) throw Bad($"a part has more than {MostHeaders} headers");
            headers[Encoding.UTF8.GetString(line[..colon]).Trim()] = Encoding.UTF8.GetString(line[(colon + 1)..]).Trim();
            room -= end + 2;
            _buffer.Take(end + 2);
        }
    }
}

/// <summary>One part of a multipart body.</summary>
/// <param name="Headers">By name, whatever its case.</param>
/// <param name="Content">Can be read until the next part is asked for; asynchronously only.</param>
public sealed record MultipartPart(IReadOnlyDictionary<string, string> Headers, Stream Content);
