using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>The best Huffman code for counted symbols whose codes have at most 16 bits (ITU-T T.81 annex K.2).</summary>
internal sealed class JpegHuffmanCode
{
    private const int LongestCode = 16;

    private readonly byte[] _counts = new byte[LongestCode];
    private readonly byte[] _symbols;
    private readonly (ushort Code, byte Length)[] _codes = new (ushort, byte)[256];

    /// <param name="frequencies">How often each of the 256 symbols comes.</param>
    public JpegHuffmanCode(ReadOnlySpan<long> frequencies)
    {
        // One symbol more takes the code of ones alone, which may not be used.
        var weights = new long[257];
        frequencies.CopyTo(weights);
        weights[256] = 1;
        var depths = Depths(weights);
        var lengths = Shorten(depths);

        // The most frequent symbols take the shortest codes; the additional one is the rarest.
        _symbols = [.. Enumerable.Range(0, 256).Where(symbol => weights[symbol] > 0).OrderByDescending(symbol => weights[symbol])
            .Select(symbol => (byte)symbol)];
        var (code, length) = (0, 0);
        for (var i = 0; i < _symbols.Length; i++)
        {
            code <<= lengths[i] - length;
            length = lengths[i];
            _codes[_symbols[i]] = ((ushort)code++, (byte)length);
            _counts[length - 1]++;
        }
    }

    public (ushort Code, byte Length) this[int symbol] => _codes[symbol];

    /// <summary>Writes it as part of a DHT segment.</summary>
    /// <param name="slot">Class (0 for differences, 1 for AC coefficients) in the upper four bits, destination in the lower.</param>
    public void WriteTo(IBufferWriter<byte> output, byte slot)
    {
        output.Write<byte>([slot]);
        output.Write(_counts);
        output.Write(_symbols);
    }

    /// <summary>Bytes that <see cref="WriteTo"/> takes.</summary>
    public int Size => 1 + _counts.Length + _symbols.Length;

    /// <summary>How deep each symbol that comes at all lies in the Huffman tree.</summary>
    private static List<int> Depths(long[] weights)
    {
        var queue = new PriorityQueue<int[], long>();
        for (var symbol = 0; symbol < weights.Length; symbol++)
        {
            if (weights[symbol] > 0)
                queue.Enqueue([symbol], weights[symbol]);
        }

        var depths = new int[weights.Length];
        while (queue.TryDequeue(out var lightest, out var weight) && queue.TryDequeue(out var next, out var nextWeight))
        {
            int[] joined = [.. lightest, .. next];
            foreach (var symbol in joined)
                depths[symbol]++;

            queue.Enqueue(joined, weight + nextWeight);
        }

        return [.. depths.Where(depth => depth > 0).Order()];
    }

    /// <summary>Moves leaves up from below the sixteenth level, each time at the cost of one that is higher; ascending again.</summary>
    private static List<int> Shorten(List<int> depths)
    {
        for (var deepest = depths[^1]; deepest > LongestCode; deepest = depths[^1])
        {
            // The sibling of the deepest leaf takes their parent's place; the leaf itself goes below another, which goes one down.
            var host = depths.FindLastIndex(depth => depth < deepest - 1);
            depths[^2]--;
            depths[host]++;
            depths[^1] = depths[host];
            depths.Sort();
        }

        return depths;
    }
}
