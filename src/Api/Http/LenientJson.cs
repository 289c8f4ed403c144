using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>
/// JSON as Orthanc takes it from its clients: with comments, trailing commas, a byte order mark, anything after the first value,
/// and names that occur twice (the last one counts). Its texts are Unicode without NUL, in whatever member they are, so that they can be
/// kept anywhere: PostgreSQL has no NUL, and .NET reads no half of a surrogate pair.
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

    /// <summary>A reader that takes what this takes; a byte order mark is for the caller to skip.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) => new(utf8, s_options);

    /// <summary>Whether a text begins as an object does.</summary>
    public static bool IsObject(ReadOnlySpan<byte> utf8)
    {
        var reader = Reader(utf8);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject;
    }

    /// <summary>Names, values, and where objects and arrays begin and end: what parsing it takes, beside its bytes.</summary>
    /// <exception cref="JsonException">The text is broken or too deep.</exception>
    public static long CountTokens(ReadOnlySpan<byte> utf8)
    {
        var reader = Reader(WithoutMark(utf8));
        var tokens = 0L;
        while (reader.Read())
        {
            tokens++;
            // what follows the first value is not read
            if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) break;
        }
        return tokens;
    }

    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..]
        : utf8;

    /// <summary>The first value of a text, without a byte order mark and what follows it.</summary>
    /// <returns>Text that is well formed, and all that there is of it in Unicode without NUL.</returns>
    /// <exception cref="JsonException">There is none, or it is broken or too deep.</exception>
    /// <exception cref="OrthancException">Error 15: it is JSON, but a text in it is not Unicode or contains NUL.</exception>
    public static ReadOnlySpan<byte> FirstValue(ReadOnlySpan<byte> utf8)
    {
        utf8 = WithoutMark(utf8);
        var reader = Reader(utf8);
        reader.Read();
        reader.Skip();
        var value = utf8[..(int)reader.BytesConsumed];
        DemandText(value);
        return value;
    }

    /// <param name="json">Lives on its own; needs no disposal.</param>
    /// <returns>False where the text has no value, or is broken or too deep.</returns>
    /// <exception cref="OrthancException">Error 15: it is JSON, but a text in it is not Unicode or contains NUL.</exception>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonElement json)
    {
        utf8 = WithoutMark(utf8);
        var reader = Reader(utf8);
        try
        {
            json = JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }

        DemandText(utf8[..(int)reader.BytesConsumed]);
        return true;
    }

    /// <summary>Refuses texts and names that are not Unicode or contain NUL.</summary>
    /// <param name="utf8">One JSON value that is well formed.</param>
    /// <exception cref="OrthancException">Error 15.</exception>
    private static void DemandText(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) throw NotUnicode();
        if (utf8.IndexOf(@"\u"u8) < 0) return;

        var reader = new Utf8JsonReader(utf8, s_options);
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                DemandEscapes(reader.ValueSpan);
    }

    // RFC 8259 section 7: characters beyond the basic plane are written as two escapes, a high and a low surrogate.
    private static void DemandEscapes(ReadOnlySpan<byte> text)
    {
        var expectsLow = false;
        while (text.IndexOf((byte)'\\') is >= 0 and var escape)
        {
            if (expectsLow && escape > 0) throw NotUnicode();
            text = text[escape..];
            if (text[1] != 'u')
            {
                if (expectsLow) throw NotUnicode();
                text = text[2..];
                continue;
            }

            var unit = (char)ushort.Parse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (unit == 0) throw new OrthancException(OrthancError.BadFileFormat, "A text contains NUL");
            if (char.IsLowSurrogate(unit) != expectsLow) throw NotUnicode();
            expectsLow = char.IsHighSurrogate(unit);
            text = text[6..];
        }
        if (expectsLow) throw NotUnicode();
    }

    private static OrthancException NotUnicode() => new(OrthancError.BadFileFormat, "A text is not Unicode");
}
