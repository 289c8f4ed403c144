namespace EventDicom.Dicom;

/// <summary>Checks lengths before anything is allocated or read by them.</summary>
internal static class FrameRoom
{
    /// <summary>The part of a buffer that a frame fills, pixel by pixel with full samples.</summary>
    /// <exception cref="DicomCodecException">The buffer is too small.</exception>
    public static Span<byte> Of(DicomPixelFormat format, Span<byte> samples) => samples[..Length(format, samples.Length)];

    /// <inheritdoc cref="Of(DicomPixelFormat, Span{byte})"/>
    public static ReadOnlySpan<byte> Of(DicomPixelFormat format, ReadOnlySpan<byte> samples) => samples[..Length(format, samples.Length)];

    private static int Length(DicomPixelFormat format, int room)
    {
        var length = ((long)format.Width * format.Height * format.SamplesPerPixel * format.BitsAllocated + 7) / 8;
        return length >= 1 && length <= room
            ? (int)length : throw new DicomCodecException($"A frame takes {length} bytes where there are {room}");
    }
}
