using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Joins the planes of a DCT frame to pixels: chroma for each pixel, and RGB where the planes are YCbCr.</summary>
internal static class JpegColor
{
    /// <returns>The photometric interpretation of what was written.</returns>
    public static string Write(JpegFrame frame, JpegColorHints hints, DicomPixelFormat declared, Span<byte> samples)
    {
        var isYbr = frame.Components.Count == 3 && IsYbr(frame, hints, declared);
        var rows = new ushort[frame.Components.Count][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new ushort[frame.McusAcross * frame.MaxHorizontal * 8];

        var upsamplers = frame.Components.Select(component => new JpegUpsampler(frame, component)).ToArray();
        var wide = MemoryMarshal.Cast<byte, ushort>(samples);
        var length = frame.Width * rows.Length;
        for (var y = 0; y < frame.Height; y++)
        {
            for (var i = 0; i < rows.Length; i++)
                upsamplers[i].ReadRow(y, rows[i]);

            if (isYbr)
                ToRgb(rows[0].AsSpan(0, frame.Width), rows[1], rows[2], frame.Precision);

            for (var i = 0; i < rows.Length; i++)
            {
                if (declared.BitsAllocated == 8)
                    Spread(rows[i].AsSpan(0, frame.Width), samples[((y * length) + i)..], rows.Length, frame.SignShift);
                else
                    Spread(rows[i].AsSpan(0, frame.Width), wide[((y * length) + i)..], rows.Length, frame.SignShift);
            }
        }

        return frame.Components.Count == 3 ? "RGB" : declared.PhotometricInterpretation;
    }

    // Where the data set says RGB, DCMTK and GDCM take the samples as they are, whatever the stream says of itself; else the stream is
    // believed.
    private static bool IsYbr(JpegFrame frame, JpegColorHints hints, DicomPixelFormat declared)
    {
        if (declared.PhotometricInterpretation == "RGB")
            return false;

        if (hints.AdobeTransform is { } transform)
            return transform != 0;

        return frame.Components is not [{ Id: (byte)'R' }, { Id: (byte)'G' }, { Id: (byte)'B' }];
    }

    // PS3.3 C.7.6.3.1.2, the inverse of YBR_FULL, in numbers with sixteen bits behind the point.
    private static void ToRgb(Span<ushort> first, Span<ushort> second, Span<ushort> third, int precision)
    {
        var (middle, most) = (1 << (precision - 1), (1 << precision) - 1);
        second = second[..first.Length];
        third = third[..first.Length];
        for (var i = 0; i < first.Length; i++)
        {
            var (y, cb, cr) = ((first[i] << 16) + 0x8000, second[i] - middle, third[i] - middle);
            first[i] = (ushort)Math.Clamp((y + (91881 * cr)) >> 16, 0, most);
            second[i] = (ushort)Math.Clamp((y - (22554 * cb) - (46802 * cr)) >> 16, 0, most);
            third[i] = (ushort)Math.Clamp((y + (116130 * cb)) >> 16, 0, most);
        }
    }

    private static void Spread(ReadOnlySpan<ushort> row, Span<byte> samples, int step, int shift)
    {
        for (var (i, to) = (0, 0); i < row.Length; i++, to += step)
            samples[to] = (byte)((short)(row[i] << shift) >> shift);
    }

    private static void Spread(ReadOnlySpan<ushort> row, Span<ushort> samples, int step, int shift)
    {
        for (var (i, to) = (0, 0); i < row.Length; i++, to += step)
            samples[to] = (ushort)((short)(row[i] << shift) >> shift);
    }
}
