using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>The byte-oriented run length code of PS3.5 annex G.3: a count and as many bytes, or a negative count and one byte to
/// repeat.</summary>
internal static class PackBits
{
    private const int Longest = 128;

    /// <summary>Fills the plane. What is left of the segment then (padding) is not looked at; a run that passes the end of the plane is
    /// cut.</summary>
    /// <exception cref="DicomCodecException">The segment ends before the plane is full.</exception>
    public static void Unpack(ReadOnlySpan<byte> segment, Span<byte> plane)
    {
        var at = 0;
        while (!plane.IsEmpty)
        {
            if (at + 1 >= segment.Length)
                throw CutShort(plane.Length);

            var count = (int)(sbyte)segment[at++];
            if (count >= 0)
            {
                var length = Math.Min(count + 1, plane.Length);
                if (length > segment.Length - at)
                    throw CutShort(plane.Length);

                segment.Slice(at, length).CopyTo(plane);
                plane = plane[length..];
                at += count + 1;
            }
            else if (count != -Longest)
            {
                var length = Math.Min(1 - count, plane.Length);
                plane[..length].Fill(segment[at++]);
                plane = plane[length..];
            }
        }
    }

    /// <summary>Packs a row by itself, as annex G.3.1 demands.</summary>
    public static void Pack(ReadOnlySpan<byte> row, IBufferWriter<byte> packed)
    {
        var bytes = packed.GetSpan(row.Length + (row.Length / Longest) + 1);
        var (written, literals, at) = (0, 0, 0);
        while (at < row.Length)
        {
            var run = 1;
            for (var value = row[at]; at + run < row.Length && run < Longest && row[at + run] == value;)
                run++;

            // Two equal bytes are worth a run of their own only where no literal run would be broken for them.
            if (run > 2 || (run == 2 && literals == at))
            {
                written += Literals(row[literals..at], bytes[written..]);
                bytes[written++] = (byte)(1 - run);
                bytes[written++] = row[at];
                literals = at + run;
            }

            at += run;
        }

        written += Literals(row[literals..], bytes[written..]);
        packed.Advance(written);
    }

    private static int Literals(ReadOnlySpan<byte> literals, Span<byte> bytes)
    {
        var written = 0;
        for (; !literals.IsEmpty; literals = literals[Math.Min(Longest, literals.Length)..])
        {
            var length = Math.Min(Longest, literals.Length);
            bytes[written++] = (byte)(length - 1);
            literals[..length].CopyTo(bytes[written..]);
            written += length;
        }

        return written;
    }

    private static DicomCodecException CutShort(int missing) => new($"An RLE segment ends {missing} bytes before its plane is full");
}
