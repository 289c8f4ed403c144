using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace EventDicom.Api.Http;

/// <summary>
/// Escapes text in JSON as Orthanc does: quotes, backslashes, control characters, and everything beyond ASCII as lower-case
/// <c>\u00e9</c>. The framework's encoders either let other characters through or turn <c>&lt;</c>, <c>+</c> and <c>'</c> into
/// numbers too, which makes descriptions hard to read.
/// </summary>
public sealed class OrthancJsonEncoder : JavaScriptEncoder
{
    public static readonly OrthancJsonEncoder Instance = new();

    private static readonly SearchValues<char> s_plain = SearchValues.Create(PlainCharacters());

    private static readonly SearchValues<byte> s_plainBytes = SearchValues.Create(Encoding.ASCII.GetBytes(PlainCharacters()));

    private OrthancJsonEncoder()
    {
    }

    // A character beyond the basic plane is two escaped surrogates.
    public override int MaxOutputCharactersPerInputCharacter => 12;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\' or > '~';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) =>
        new ReadOnlySpan<char>(text, textLength).IndexOfAnyExcept(s_plain);

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => utf8Text.IndexOfAnyExcept(s_plainBytes);

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var output = new Span<char>(buffer, bufferLength);
        return Short(unicodeScalar) is var letter and not '\0'
            ? output.TryWrite($"\\{letter}", out numberOfCharactersWritten)
            : unicodeScalar <= char.MaxValue
                ? output.TryWrite(CultureInfo.InvariantCulture, $"\\u{unicodeScalar:x4}", out numberOfCharactersWritten)
                : TryWriteSurrogates(unicodeScalar, output, out numberOfCharactersWritten);
    }

    private static bool TryWriteSurrogates(int unicodeScalar, Span<char> output, out int written)
    {
        Span<char> pair = stackalloc char[2];
        new Rune(unicodeScalar).EncodeToUtf16(pair);
        return output.TryWrite(CultureInfo.InvariantCulture, $"\\u{(int)pair[0]:x4}\\u{(int)pair[1]:x4}", out written);
    }

    private static char Short(int unicodeScalar) => unicodeScalar switch
    {
        '"' => '"',
        '\\' => '\\',
        '\b' => 'b',
        '\f' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        _ => '\0',
    };

    private static string PlainCharacters() =>
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(character => character is not ('"' or '\\')));
}
