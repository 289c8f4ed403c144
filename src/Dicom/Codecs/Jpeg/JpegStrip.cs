using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Eight rows of a frame as the cosine transform wants them: a plane for each component, shifted to be around 0, RGB as YCbCr, the
/// edge repeated up to whole MCUs.</summary>
internal sealed class JpegStrip(DicomPixelFormat format, int precision, int width)
{
    private const int Rows = 8;

    private readonly float[][] _planes = [.. Enumerable.Range(0, format.SamplesPerPixel).Select(_ => new float[width * Rows])];

    public void Read(ReadOnlySpan<byte> samples, int firstRow)
    {
        var wide = MemoryMarshal.Cast<byte, ushort>(samples);
        var length = format.Width * format.SamplesPerPixel;
        for (var y = 0; y < Rows; y++)
        {
            var start = Math.Min(firstRow + y, format.Height - 1) * length;
            for (var i = 0; i < _planes.Length; i++)
            {
                var row = _planes[i].AsSpan(y * width, width);
                for (var (x, from) = (0, start + i); x < format.Width; x++, from += _planes.Length)
                    row[x] = (format.BitsAllocated == 8 ? samples[from] : wide[from]) - (1 << (precision - 1));

                row[format.Width..].Fill(row[format.Width - 1]);
            }
        }

        if (format.PhotometricInterpretation == "RGB")
            ToYbr(_planes[0], _planes[1], _planes[2]);
    }

    /// <summary>Takes a block out of a plane.</summary>
    /// <param name="x">Place of the block in units of blocks, in the plane as it is sampled.</param>
    /// <param name="isHalved">Each two neighbours in a row become one.</param>
    public void CopyBlock(int component, int x, bool isHalved, Span<float> block)
    {
        for (var y = 0; y < Rows; y++)
        {
            var to = block.Slice(y * 8, 8);
            var from = _planes[component].AsSpan((y * width) + (x * (isHalved ? 16 : 8)));
            if (!isHalved)
            {
                from[..8].CopyTo(to);
                continue;
            }

            for (var i = 0; i < 8; i++)
                to[i] = (from[2 * i] + from[(2 * i) + 1]) / 2;
        }
    }

    // PS3.3 C.7.6.3.1.2, YBR_FULL; red, green and blue are shifted already, so that the shift falls out of the chroma.
    private static void ToYbr(Span<float> first, Span<float> second, Span<float> third)
    {
        for (var i = 0; i < first.Length; i++)
        {
            var (red, green, blue) = (first[i], second[i], third[i]);
            first[i] = (0.299f * red) + (0.587f * green) + (0.114f * blue);
            second[i] = (-0.168736f * red) - (0.331264f * green) + (0.5f * blue);
            third[i] = (0.5f * red) - (0.418688f * green) - (0.081312f * blue);
        }
    }
}
