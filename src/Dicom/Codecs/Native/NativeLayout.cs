namespace EventDicom.Dicom;

/// <summary>Brings a native frame into the form that codecs answer with: pixel by pixel, chroma for each pixel.</summary>
internal static class NativeLayout
{
    /// <exception cref="DicomCodecException">There are fewer bytes than the format calls for, or more than the answer can take.</exception>
    public static DicomPixelFormat Straighten(ReadOnlySpan<byte> native, DicomPixelFormat format, Span<byte> samples)
    {
        samples = FrameRoom.Of(format, samples);
        var length = format.FrameLength;
        if (native.Length < length)
            throw new DicomCodecException($"A frame has {native.Length} bytes, its attributes call for {length}");

        native = native[..(int)length];
        var straight = format with { IsPlanar = false };
        if (format.IsSubsampled)
        {
            if (format.BitsAllocated != 8 || format.Width % 2 != 0)
                throw new DicomCodecException($"Native {format.PhotometricInterpretation} of {format.BitsAllocated} bits and {format.Width} columns is not supported");

            Expand(native, samples);
            if (format.PhotometricInterpretation == "YBR_FULL_422")
                return straight with { PhotometricInterpretation = "YBR_FULL" };

            PartialToRgb(samples);
            return straight with { PhotometricInterpretation = "RGB" };
        }

        if (format is { IsPlanar: true, SamplesPerPixel: > 1 } && format.BitsAllocated % 8 == 0)
            Interleave(native, format.SamplesPerPixel, format.BitsAllocated / 8, samples);
        else
            native.CopyTo(samples);

        return straight;
    }

    // PS3.3 C.7.6.3.1.2: two luminances, then the pair of chroma samples that they share.
    private static void Expand(ReadOnlySpan<byte> native, Span<byte> samples)
    {
        for (var (from, to) = (0, 0); from < native.Length; from += 4, to += 6)
        {
            var (cb, cr) = (native[from + 2], native[from + 3]);
            (samples[to], samples[to + 1], samples[to + 2]) = (native[from], cb, cr);
            (samples[to + 3], samples[to + 4], samples[to + 5]) = (native[from + 1], cb, cr);
        }
    }

    /// <summary>Luminance from 16 to 235, chroma from 16 to 240; there is no such interpretation with full chroma (PS3.3 section C.7.6.3.1.2).</summary>
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

    private static void Interleave(ReadOnlySpan<byte> planes, int count, int bytes, Span<byte> samples)
    {
        var length = planes.Length / count;
        for (var plane = 0; plane < count; plane++)
        {
            var from = planes.Slice(plane * length, length);
            for (var (i, to) = (0, plane * bytes); i < length; i += bytes, to += count * bytes)
                from.Slice(i, bytes).CopyTo(samples[to..]);
        }
    }
}
