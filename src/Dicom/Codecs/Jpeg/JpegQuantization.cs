using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>Quantization tables: 64 steps in zigzag order (ITU-T T.81 B.2.4.1).</summary>
internal static class JpegQuantization
{
    // ITU-T T.81 tables K.1 and K.2, here row by row.
    private static ReadOnlySpan<byte> Luminance =>
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98,
        112, 100, 103, 99,
    ];

    private static ReadOnlySpan<byte> Chrominance =>
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>Reads a DQT segment into the four slots.</summary>
    /// <exception cref="DicomCodecException">It is cut short or names another slot.</exception>
    public static void Read(ReadOnlySpan<byte> segment, ushort[]?[] slots)
    {
        while (!segment.IsEmpty)
        {
            var (bytes, slot) = ((segment[0] >> 4) + 1, segment[0] & 0xF);
            if (bytes > 2 || slot > 3 || segment.Length < 1 + (64 * bytes))
                throw new DicomCodecException("A quantization table of a JPEG stream is damaged");

            var table = slots[slot] ??= new ushort[64];
            for (var i = 0; i < 64; i++)
                table[i] = bytes == 1 ? segment[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + (2 * i))..]);

            segment = segment[(1 + (64 * bytes))..];
        }
    }

    /// <summary>The standard's examples, made finer or coarser the way in which the Independent JPEG Group understands a quality of 1 to
    /// 100.</summary>
    public static ushort[] Create(int quality, bool isChrominance)
    {
        var scale = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        var steps = isChrominance ? Chrominance : Luminance;
        var table = new ushort[64];
        for (var i = 0; i < 64; i++)
            table[i] = (ushort)Math.Clamp(((steps[JpegZigzag.Places[i]] * scale) + 50) / 100, 1, 255);

        return table;
    }
}
