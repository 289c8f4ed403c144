using System.Text;

namespace EventDicom.Domain;

/// <summary>
/// Bytes within a text: <c>data:application/pdf;filename=a.pdf;base64,…</c> (RFC 2397). Scheme, media type and <c>base64</c> are of either
/// case, parameters are passed over, base64 may be broken into lines, and without it the bytes are those of the text behind the comma.
/// </summary>
public sealed record DataUri
{
    /// <summary>The media type of bytes that are nothing but bytes.</summary>
    public const string AnyBytes = "application/octet-stream";

    private const string Scheme = "data:", Base64 = "base64", DefaultMediaType = "text/plain";

    private readonly string _text;
    private readonly int _data;
    private readonly bool _isBase64;

    private DataUri(string text, int comma)
    {
        var parts = text[Scheme.Length..comma].Split(';', StringSplitOptions.TrimEntries);
        (_text, _data) = (text, comma + 1);
        _isBase64 = parts.Length > 1 && parts[^1].Equals(Base64, StringComparison.OrdinalIgnoreCase);
        MediaType = parts[0].Length > 0 ? parts[0].ToLowerInvariant() : DefaultMediaType;
    }

    /// <summary>Type and subtype in lower case, without parameters.</summary>
    public string MediaType { get; }

    /// <returns>Null for a text that is no data URI; its data need not be right yet.</returns>
    public static DataUri? Find(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        return text.IndexOf(',', StringComparison.Ordinal) is >= 0 and var comma ? new(text, comma) : null;
    }

    /// <exception cref="FormatException">The data is not in base64 though it should be.</exception>
    public byte[] Decode()
    {
        var data = _text.AsSpan(_data);
        if (!_isBase64) return data.Contains('%') ? Unescape(data) : Encoding.UTF8.GetBytes(data.ToString());
        if (data.Contains('%')) data = Encoding.ASCII.GetString(Unescape(data));

        var bytes = new byte[(data.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(data, bytes, out var length)) throw new FormatException("The data URI is not in base64");
        Array.Resize(ref bytes, length);
        return bytes;
    }

    // RFC 3986 2.1: any byte as % and two hexadecimal digits. A % without them stands for itself.
    private static byte[] Unescape(ReadOnlySpan<char> data)
    {
        var bytes = Encoding.UTF8.GetBytes(data.ToString());
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var isEscape = bytes[at] == '%' && at + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[at + 1])
                && char.IsAsciiHexDigit((char)bytes[at + 2]);
            bytes[length++] = isEscape ? Convert.FromHexString([(char)bytes[at + 1], (char)bytes[at + 2]])[0] : bytes[at];
            if (isEscape) at += 2;
        }
        return bytes[..length];
    }
}
