namespace EventDicom.Dicom;

/// <summary>A picture ready to be shown or written to a file: pixels row by row from the top left on, without padding, 16-bit samples
/// little endian.</summary>
public sealed class DicomBitmap
{
    /// <param name="samples">Exactly <paramref name="height"/> rows of <paramref name="width"/> pixels.</param>
    /// <exception cref="ArgumentException">The number of bytes is not that of the picture.</exception>
    public DicomBitmap(int width, int height, DicomBitmapFormat format, ReadOnlyMemory<byte> samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (Width, Height, Format, Samples) = (width, height, format, samples);
        if (samples.Length != (long)RowLength * height)
            throw new ArgumentException($"A picture of {width} x {height} pixels does not have {samples.Length} bytes", nameof(samples));
    }

    public int Width { get; }

    public int Height { get; }

    public DicomBitmapFormat Format { get; }

    public ReadOnlyMemory<byte> Samples { get; }

    /// <summary>1 for gray, 3 for color.</summary>
    public int Channels => ChannelsOf(Format);

    /// <summary>8 or 16.</summary>
    public int BitsPerSample => BitsOf(Format);

    /// <summary>Bytes of one row.</summary>
    public int RowLength => checked(Width * BytesPerPixel(Format));

    public ReadOnlySpan<byte> Row(int y) => Samples.Span.Slice(y * RowLength, RowLength);

    public static int BytesPerPixel(DicomBitmapFormat format) => ChannelsOf(format) * BitsOf(format) / 8;

    private static int ChannelsOf(DicomBitmapFormat format) => format is DicomBitmapFormat.Rgb24 or DicomBitmapFormat.Rgb48 ? 3 : 1;

    private static int BitsOf(DicomBitmapFormat format) => format is DicomBitmapFormat.Gray8 or DicomBitmapFormat.Rgb24 ? 8 : 16;
}
