using System.Text.Json;

namespace EventDicom.Api.Http;

/// <summary>
/// JSON as Orthanc takes it from its clients: with comments, trailing commas, a byte order mark, anything after the first value,
/// and names that occur twice (the last one counts).
/// </summary>
public static class LenientJson
{
    /// <summary>Levels of nesting. Deeper documents are refused, so that what walks them may recurse.</summary>
    public const int MaximumDepth = 128;

    private static readonly JsonReaderOptions s_options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaximumDepth,
    };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <param name="json">Lives on its own; needs no disposal.</param>
    /// <returns>False where the text has no value, or is broken, not UTF-8 or too deep.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonElement json)
    {
        if (utf8.StartsWith(ByteOrderMark)) utf8 = utf8[ByteOrderMark.Length..];
        var reader = new Utf8JsonReader(utf8, s_options);
        try
        {
            json = JsonElement.ParseValue(ref reader);
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
