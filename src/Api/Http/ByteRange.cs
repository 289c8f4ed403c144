using System.Globalization;
using EventDicom.Api.Errors;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Http;

/// <summary>
/// The part of a file that a client asks for with <c>Range</c>, as Orthanc reads it: one range, within the file; <c>bytes=-b</c> is the
/// first b + 1 bytes and not the last b, and <c>bytes=-</c> is all of them.
/// </summary>
/// <param name="First">Counted from 0.</param>
/// <param name="Last">Included.</param>
public readonly record struct ByteRange(long First, long Last)
{
    public long Length => Last - First + 1;

    /// <summary>Whether a part in bytes is asked for; ranges in other units are to be passed over (RFC 9110 14.2).</summary>
    public static bool IsAskedFor(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(HeaderNames.Range, out var header)) return false;
        var text = header.ToString();
        return text.IndexOf('=') is >= 0 and var unit && text.AsSpan(0, unit).Trim().Equals("bytes", StringComparison.OrdinalIgnoreCase);
    }

    /// <param name="size">Bytes of the file.</param>
    /// <param name="etag">Of the file: the range is wanted only if <c>If-Range</c>, where it is there, is equal to it (RFC 9110
    /// 13.1.5).</param>
    /// <returns>Null for the whole file.</returns>
    /// <exception cref="OrthancException">Error 41, 416: the range is none, ends before it begins, or is not within the file.</exception>
    public static ByteRange? Of(HttpRequest request, long size, string? etag)
    {
        if (!IsAskedFor(request)) return null;
        if (request.Headers.TryGetValue(HeaderNames.IfRange, out var condition) && condition.ToString() != etag) return null;

        var text = request.Headers.Range.ToString();
        var range = text.AsSpan(text.IndexOf('=') + 1).Trim();
        if (range is "-") return size > 0 ? new(0, size - 1) : null;

        var dash = range.IndexOf('-');
        if (dash < 0 || !TryParse(range[..dash], 0, out var first) || !TryParse(range[(dash + 1)..], size - 1, out var last) || first > last
            || last >= size)
            throw new OrthancException(OrthancError.BadRange, $"Not a range of the {size} bytes that there are");
        return new(first, last);
    }

    private static bool TryParse(ReadOnlySpan<char> digits, long absent, out long value)
    {
        value = absent;
        return digits.IsEmpty || long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
