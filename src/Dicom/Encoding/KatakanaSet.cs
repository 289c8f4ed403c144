using System.Text;

namespace EventDicom.Dicom;

/// <summary>
/// Half-width katakana of JIS X 0201 (ISO-IR 13), A1 to DF. Files often hold Shift-JIS under this name, so that what JIS X 0201 leaves free
/// is read as Shift-JIS; it is never written.
/// </summary>
internal sealed class KatakanaSet(string escape) : GraphicSet(escape, isG1: true)
{
    private const char First = '\uFF61';
    private const char Last = '\uFF9F';
    private const int ShiftJis = 932;

    private static readonly Lazy<Encoding> s_fallback = new(() => Legacy.GetEncoding(ShiftJis));

    public override char Decode(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 1;
        var code = bytes[0];
        if (code is >= 0xA1 and <= 0xDF)
            return (char)(First + code - 0xA1);

        if (code is 0x80 or 0xA0 or > 0xFC || bytes.Length < 2 || bytes[1] is < 0x40 or 0x7F or > 0xFC)
            return None;

        Span<char> pair = stackalloc char[2];
        if (s_fallback.Value.GetChars(bytes[..2], pair) != 1)
            return None;

        used = 2;
        return pair[0];
    }

    public override int Encode(char character, Span<byte> destination)
    {
        if (character is < First or > Last)
            return 0;

        destination[0] = (byte)(character - First + 0xA1);
        return 1;
    }
}
