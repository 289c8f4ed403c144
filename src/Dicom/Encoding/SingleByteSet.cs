using System.Collections.Frozen;

namespace EventDicom.Dicom;

/// <summary>One byte for one character; the table ends at FF. What lies between 80 and the table are the control characters of ISO
/// 6429.</summary>
internal sealed class SingleByteSet(string escape, string table) : GraphicSet(escape, isG1: true)
{
    private readonly int first = 0x100 - table.Length;
    private FrozenDictionary<char, byte>? codes;

    public override char Decode(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 1;
        return bytes[0] < first ? (char)bytes[0] : table[bytes[0] - first];
    }

    public override int Encode(char character, Span<byte> destination)
    {
        codes ??= Enumerable.Range(first, table.Length)
            .Where(code => table[code - first] != None)
            .ToFrozenDictionary(code => table[code - first], code => (byte)code);
        if (codes.TryGetValue(character, out var found))
            destination[0] = found;
        else if (character >= 0x80 && character < first)
            destination[0] = (byte)character;
        else
            return 0;

        return 1;
    }
}
