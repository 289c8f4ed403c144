using System.Buffers.Text;
using System.Text;

namespace EventDicom.Benchmarks.Http;

/// <summary>The few things of an answer's head that decide how its body is read (RFC 9112 6.3).</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Length">Content-Length in bytes, or null when there is none.</param>
/// <param name="Chunked">Whether the body comes in chunks.</param>
/// <param name="Closes">Whether the connection ends with this answer.</param>
internal readonly record struct HttpHead(int Status, long? Length, bool Chunked, bool Closes)
{
    /// <param name="head">Status line and header lines, each ended by CR LF.</param>
    /// <exception cref="IOException">This is not an HTTP/1.x status line.</exception>
    public static HttpHead Parse(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1."u8) || head.Length < 12 || !Utf8Parser.TryParse(head[9..], out int status, out var digits)
            || digits != 3)
            throw new IOException("The answer is not HTTP/1.1");

        var closes = head[7] == '0';
        var chunked = false;
        long? length = status is 204 or 304 or < 200 ? 0 : null;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (Is(line, "content-length:"u8, out var value) && Utf8Parser.TryParse(value, out long number, out _)) length ??= number;
            else if (Is(line, "transfer-encoding:"u8, out value)) chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            else if (Is(line, "connection:"u8, out value)) closes = Ascii.EqualsIgnoreCase(value, "close"u8);
        }

        return new(status, length, chunked, closes || (length is null && !chunked));
    }

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var matches = line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name);
        value = matches ? line[name.Length..].Trim(" \t"u8) : default;
        return matches;
    }
}
