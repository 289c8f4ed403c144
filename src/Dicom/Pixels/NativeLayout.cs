using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Brings a native frame into the form that codecs answer with: pixel by pixel, chroma for each pixel.</summary>
internal static class NativeLayout
{
    /// <param name="frame">As many bytes as the format calls for, little endian.</param>
    /// <returns>The same memory where nothing had to be moved.</returns>
    /// <exception cref="DicomCodecException">Chroma is shared in a way that is not supported.</exception>
    public static DicomFrame Interleave(ReadOnlyMemory<byte> frame, DicomPixelFormat format)
    {
        var straight = format with { IsPlanar = false };
        if (format.BitsAllocated == 12)
            return Unpack(frame.Span, straight with { BitsAllocated = 16 });

        if (format.IsSubsampled)
            return Upsample(frame.Span, straight);

        return new DicomFrame(straight, format.IsPlanar ? JoinPlanes(frame.Span, format.SamplesPerPixel, format.BitsAllocated / 8) : frame);
    }

    /// <summary>Samples of 12 bits without gaps, two in three bytes, as ACR-NEMA had them, into 16 bits.</summary>
    private static DicomFrame Unpack(ReadOnlySpan<byte> frame, DicomPixelFormat whole)
    {
        var samples = new byte[whole.FrameLength];
        var target = MemoryMarshal.Cast<byte, ushort>(samples.AsSpan());
        for (var i = 0; i < target.Length; i++)
        {
            var at = (int)(i * 12L / 8);
            var word = frame[at] | (at + 1 < frame.Length ? frame[at + 1] << 8 : 0);
            target[i] = (ushort)((i % 2 == 0 ? word : word >> 4) & 0xFFF);
        }

        return new DicomFrame(whole, samples);
    }

    /// <summary>Two luminances, then the pair of chroma samples that they share (PS3.3 section C.7.6.3.1.2).</summary>
    private static DicomFrame Upsample(ReadOnlySpan<byte> frame, DicomPixelFormat format)
    {
        if (format.BitsAllocated != 8 || format.Width % 2 != 0)
            throw new DicomCodecException(
                $"Native {format.PhotometricInterpretation} of {format.BitsAllocated} bits and {format.Width} columns is not supported")
            {
                IsUnsupported = true,
            };

        var isFull = format.PhotometricInterpretation == "YBR_FULL_422";
        var samples = new byte[frame.Length / 4 * 6];
        for (var (from, to) = (0, 0); to < samples.Length; from += 4, to += 6)
        {
            var (cb, cr) = (frame[from + 2], frame[from + 3]);
            (samples[to], samples[to + 1], samples[to + 2]) = (frame[from], cb, cr);
            (samples[to + 3], samples[to + 4], samples[to + 5]) = (frame[from + 1], cb, cr);
        }

        if (!isFull)
            PartialToRgb(samples);

        return new DicomFrame(format with { PhotometricInterpretation = isFull ? "YBR_FULL" : "RGB" }, samples);
    }

    /// <summary>Luminance from 16 to 235, chroma from 16 to 240; no interpretation tells of such samples that are not shared.</summary>
    private static void PartialToRgb(Span<byte> samples)
    {
        for (; samples.Length >= 3; samples = samples[3..])
        {
            var (y, cb, cr) = (1.1644 * (samples[0] - 16), samples[1] - 128, samples[2] - 128);
            samples[0] = Level(y + (1.5960 * cr));
            samples[1] = Level(y - (0.3917 * cb) - (0.8130 * cr));
            samples[2] = Level(y + (2.0173 * cb));
        }

        static byte Level(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
    }

    private static byte[] JoinPlanes(ReadOnlySpan<byte> planes, int count, int bytes)
    {
        var samples = new byte[planes.Length];
        var length = planes.Length / count;
        for (var plane = 0; plane < count; plane++)
        {
            var from = planes.Slice(plane * length, length);
            for (var (i, to) = (0, plane * bytes); i < length; i += bytes, to += count * bytes)
                from.Slice(i, bytes).CopyTo(samples.AsSpan(to));
        }

        return samples;
    }
}
