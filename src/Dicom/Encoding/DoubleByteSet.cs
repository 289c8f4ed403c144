using System.Text;

namespace EventDicom.Dicom;

/// <summary>A set of 94 rows of 94 characters, two bytes each. Its table is read from a code page of .NET when it is first
/// needed.</summary>
/// <param name="lowSecondByte">How the code page writes the set: the second byte of a pair without its high bit.</param>
/// <param name="additions">Code and character pairs: what the code page lacks.</param>
/// <param name="alternatives">Pairs of a character that is written like another one: two customs of mapping the same code to
/// Unicode.</param>
internal sealed class DoubleByteSet(
    string escape, bool isG1, int codePage, bool lowSecondByte = false, (ushort Code, char Character)[]? additions = null,
    string alternatives = "")
    : GraphicSet(escape, isG1)
{
    private const int Side = 94;
    private const byte First = 0x21;

    private readonly Lazy<char[]> table = new(() => Load(codePage, lowSecondByte, additions ?? []));
    private Dictionary<char, ushort>? codes;

    public override bool IsDoubleByte => true;

    public override char Decode(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 1;
        var row = (bytes[0] & 0x7F) - First;
        if (row is < 0 or >= Side || bytes.Length < 2 || (bytes[1] & 0x80) != (bytes[0] & 0x80))
            return None;

        var column = (bytes[1] & 0x7F) - First;
        if (column is < 0 or >= Side)
            return None;

        used = 2;
        return table.Value[(row * Side) + column];
    }

    public override int Encode(char character, Span<byte> destination)
    {
        codes ??= Invert();
        if (!codes.TryGetValue(character, out var code))
            return 0;

        var high = IsG1 ? 0x80 : 0;
        destination[0] = (byte)(code >> 8 | high);
        destination[1] = (byte)(code & 0xFF | high);
        return 2;
    }

    private static char[] Load(int codePage, bool lowSecondByte, (ushort Code, char Character)[] additions)
    {
        var encoding = Legacy.GetEncoding(codePage);
        var table = new char[Side * Side];
        Span<char> decoded = stackalloc char[4];
        for (var index = 0; index < table.Length; index++)
        {
            ReadOnlySpan<byte> pair = [(byte)(index / Side + First | 0x80), (byte)(index % Side + First | (lowSecondByte ? 0 : 0x80))];

            // The private use area is where code pages put what the standard leaves free.
            var isOne = encoding.GetChars(pair, decoded) == 1;
            table[index] = isOne && decoded[0] is >= '\u0080' and not (>= '\uE000' and <= '\uF8FF') ? decoded[0] : None;
        }

        foreach (var (code, character) in additions)
            table[((code >> 8) - First) * Side + (code & 0xFF) - First] = character;
        return table;
    }

    private Dictionary<char, ushort> Invert()
    {
        var inverse = new Dictionary<char, ushort>(table.Value.Length);
        for (var index = 0; index < table.Value.Length; index++)
        {
            if (table.Value[index] != None)
                inverse.TryAdd(table.Value[index], (ushort)((index / Side + First) << 8 | (index % Side + First)));
        }

        for (var i = 0; i + 1 < alternatives.Length; i += 2)
            inverse.TryAdd(alternatives[i], inverse[alternatives[i + 1]]);
        return inverse;
    }
}
