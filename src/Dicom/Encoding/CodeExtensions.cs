using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>
/// Text in the 8-bit code of ISO 2022 (PS3.5 section 6.1.2.5): which sets are in force at the start and again after each delimiter,
/// and which others may be switched to.
/// </summary>
/// <param name="initialG0">What the first value of SpecificCharacterSet puts below 80.</param>
/// <param name="initialG1">What it puts from 80 on; null when that is nothing.</param>
/// <param name="others">The sets of the further values, in their order.</param>
internal sealed class CodeExtensions(GraphicSet initialG0, GraphicSet? initialG1, GraphicSet[] others)
{
    private const byte Escape = 0x1B;
    private const int OnStack = 256;

    private readonly GraphicSet[] all = initialG1 is null ? [initialG0, .. others] : [initialG0, initialG1, .. others];

    // Many writers announce a set and never switch to it, or only once for a whole value.
    private readonly GraphicSet? assumedG1 = initialG1 ?? Array.Find(others, set => set.IsG1);

    public string Decode(ReadOnlySpan<byte> value, DicomVR vr)
    {
        char[]? rented = null;
        var text = value.Length <= OnStack ? stackalloc char[OnStack] : rented = ArrayPool<char>.Shared.Rent(value.Length);
        var length = Decode(value, vr, text);
        var result = text[..length].ToString();
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return result;
    }

    public byte[] Encode(string text, DicomVR vr)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + 16);
        var (g0, g1) = (initialG0, initialG1);
        Span<byte> code = stackalloc byte[2];
        foreach (var character in text)
        {
            if (IsDelimiter(character, vr))
            {
                // PS3.5 section 6.1.2.5.3: back to the initial sets before the delimiter.
                g0 = Designate(initialG0, g0, bytes);
                g1 = initialG1;
                bytes.Write([(byte)character]);
                continue;
            }

            var set = SetFor(character, g0, g1, code, out var length);
            if (set is null)
                continue;

            if (set.IsG1)
                g1 = Designate(set, g1, bytes);
            else
                g0 = Designate(set, g0, bytes);
            bytes.Write(code[..length]);
        }

        Designate(initialG0, g0, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static GraphicSet Designate(GraphicSet wanted, GraphicSet? current, ArrayBufferWriter<byte> bytes)
    {
        if (wanted != current)
            bytes.Write(wanted.Escape);
        return wanted;
    }

    private static bool IsDelimiter(char character, DicomVR vr) => character switch
    {
        '\t' or '\n' or '\f' or '\r' => true,
        '\\' => vr.IsMultiValued,
        '^' or '=' => vr == DicomVR.PN,
        _ => false,
    };

    private int Decode(ReadOnlySpan<byte> value, DicomVR vr, Span<char> text)
    {
        var (g0, g1) = (initialG0, assumedG1);
        var length = 0;
        for (var i = 0; i < value.Length;)
        {
            var code = value[i];
            if (code == Escape)
            {
                var set = GraphicSets.Designated(value[i..]);
                if (set is { IsG1: true })
                    g1 = set;
                else if (set is not null)
                    g0 = set;
                i += set?.Escape.Length ?? 1;
                continue;
            }

            // Two-byte codes below 80 use the bytes of the printable delimiters too, so those count only between characters of one byte.
            if ((code < 0x20 || !g0.IsDoubleByte) && IsDelimiter((char)code, vr))
                (g0, g1) = (initialG0, assumedG1);
            else if (code >= 0x80 || (code > 0x20 && code != 0x7F))
            {
                i += Decode(value[i..], code < 0x80 ? g0 : g1, text, ref length);
                continue;
            }

            text[length++] = (char)code;
            i++;
        }

        return length;
    }

    private static int Decode(ReadOnlySpan<byte> rest, GraphicSet? set, Span<char> text, ref int length)
    {
        if (set is null)
            return 1;

        var character = set.Decode(rest, out var used);
        if (character != GraphicSet.None)
            text[length++] = character;
        return used;
    }

    /// <summary>The set that has the character; one that is in force before one that must be switched to.</summary>
    private GraphicSet? SetFor(char character, GraphicSet g0, GraphicSet? g1, Span<byte> code, out int length)
    {
        if ((length = g0.Encode(character, code)) > 0)
            return g0;
        if ((length = g1?.Encode(character, code) ?? 0) > 0)
            return g1;

        foreach (var set in all)
        {
            if ((length = set.Encode(character, code)) > 0)
                return set;
        }

        return null;
    }
}
