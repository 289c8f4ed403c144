namespace EventDicom.Dicom;

/// <summary>
/// The lower half: ASCII (ISO-IR 6), or its Japanese variant (ISO-IR 14), which has a yen sign for the backslash and an overline for the
/// tilde. A backslash that delimits values is one in both (PS3.5 section 6.1.2.5.3) and is not asked for here.
/// </summary>
internal sealed class RomanSet(string escape, bool isJapanese) : GraphicSet(escape, isG1: false)
{
    private const char Yen = '¥';
    private const char Overline = '\u203E';

    public override char Decode(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 1;
        return bytes[0] switch
        {
            (byte)'\\' when isJapanese => Yen,
            (byte)'~' when isJapanese => Overline,
            var code => (char)code,
        };
    }

    public override int Encode(char character, Span<byte> destination)
    {
        var code = character switch
        {
            Yen when isJapanese => '\\',
            Overline when isJapanese => '~',
            _ => character,
        };
        if (code >= 0x80)
            return 0;

        destination[0] = (byte)code;
        return 1;
    }
}
