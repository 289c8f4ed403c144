namespace EventDicom.Api.Tools.Creating;

/// <summary>Bytes within a text: <c>data:image/png;base64,…</c> (RFC 2397, base64 only).</summary>
public static class DataUri
{
    private const string Scheme = "data:", Encoding = ";base64,";

    /// <returns>False for anything else.</returns>
    public static bool TryParse(string text, out string mediaType, out byte[] bytes)
    {
        (mediaType, bytes) = ("", []);
        var end = text.StartsWith(Scheme, StringComparison.Ordinal) ? text.IndexOf(Encoding, StringComparison.Ordinal) : -1;
        if (end < 0) return false;

        mediaType = text[Scheme.Length..end];
        var base64 = text.AsSpan(end + Encoding.Length);
        var buffer = new byte[(base64.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(base64, buffer, out var length)) return false;
        bytes = buffer.AsSpan(0, length).ToArray();
        return true;
    }
}
