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
            if (format is not { PhotometricInterpretation: "YBR_FULL_422", BitsAllocated: 8 } || format.Width % 2 != 0)
                throw new DicomCodecException($"Native {format.PhotometricInterpretation} of {format.BitsAllocated} bits and {format.Width} columns is not supported");

            Expand(native, samples);
            return straight with { PhotometricInterpretation = "YBR_FULL" };
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
