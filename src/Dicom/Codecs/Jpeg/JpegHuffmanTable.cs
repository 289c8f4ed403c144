namespace EventDicom.Dicom;

/// <summary>A Huffman table made for decoding (ITU-T T.81 annexes C and F.2.2.3).</summary>
internal sealed class JpegHuffmanTable
{
    /// <summary>Codes up to this length are found in one step.</summary>
    public const int QuickBits = 10;

    private const int LongestCode = 16;

    // By length: the first left-aligned 16-bit code that is longer, and what to add to a code of that length to find its symbol.
    private readonly int[] _limits = new int[LongestCode + 1];
    private readonly int[] _offsets = new int[LongestCode + 1];
    private readonly byte[] _symbols = new byte[256];

    /// <summary>By the next <see cref="QuickBits"/> bits: length of the code in the upper byte, symbol in the lower; 0 where the code is
    /// longer or none.</summary>
    public ushort[] Quick { get; } = new ushort[1 << QuickBits];

    /// <summary>Takes another code. A stream may define tables without end, so that each must not cost memory.</summary>
    /// <param name="counts">Number of codes of each length, 1 to 16.</param>
    /// <param name="symbols">Symbols by ascending code, at most 256.</param>
    /// <exception cref="DicomCodecException">There are more codes of some length than fit.</exception>
    public void Load(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        symbols.CopyTo(_symbols);
        Array.Clear(Quick);
        var (code, next) = (0, 0);
        for (var length = 1; length <= LongestCode; length++)
        {
            _offsets[length] = next - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, next++)
            {
                if (code >= 1 << length)
                    throw new DicomCodecException("A Huffman table of a JPEG stream has more codes than fit");

                if (length <= QuickBits)
                    Quick.AsSpan(code << (QuickBits - length), 1 << (QuickBits - length)).Fill((ushort)((length << 8) | _symbols[next]));
            }

            _limits[length] = code << (LongestCode - length);
            code <<= 1;
        }
    }

    /// <summary>Finds the code at the start of sixteen bits.</summary>
    /// <returns>As in <see cref="Quick"/>.</returns>
    /// <exception cref="DicomCodecException">No code starts so.</exception>
    public int Find(int bits)
    {
        for (var length = 1; length <= LongestCode; length++)
        {
            if (bits < _limits[length])
                return (length << 8) | _symbols[_offsets[length] + (bits >> (LongestCode - length))];
        }

        throw new DicomCodecException("A JPEG stream holds a code that its Huffman table does not know");
    }
}
