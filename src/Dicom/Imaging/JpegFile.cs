using System.Buffers;
using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>JPEG files for everybody (JFIF, ITU-T T.871), beside the bare streams that stand in DICOM files.</summary>
public static class JpegFile
{
    private const int StartOfFrames = 0xC0, LastFrame = 0xCF, HuffmanTables = 0xC4, Extensions = 0xC8, ArithmeticTables = 0xCC;

    private static ReadOnlySpan<byte> JfifHeader =>
        [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0x00, 0x01, 0x01, 0x00, 0x00, 0x01, 0x00,
            0x01, 0x00, 0x00];

    /// <summary>Writes a baseline file, color as YCbCr.</summary>
    /// <param name="bitmap">8 bits for each sample.</param>
    /// <param name="quality">1 to 100.</param>
    public static void Encode(DicomBitmap bitmap, int quality, Stream output)
    {
        ArgumentNullException.ThrowIfNull(bitmap);
        ArgumentNullException.ThrowIfNull(output);
        if (bitmap.BitsPerSample != 8)
            throw new ArgumentException("Baseline JPEG has 8 bits for each sample", nameof(bitmap));

        var stream = new ArrayBufferWriter<byte>((bitmap.Samples.Length / 4) + 1024);
        var format = Format(bitmap.Width, bitmap.Height, bitmap.Channels, bitmap.Channels == 3 ? "RGB" : "MONOCHROME2");
        Codec.Encode(bitmap.Samples.Span, format, DicomTransferSyntax.JPEGProcess1,
            DicomCodecOptions.Default with { JpegQuality = quality }, stream);
        output.Write(JfifHeader);
        output.Write(stream.WrittenSpan[2..]);
    }

    /// <summary>Reads a sequential or progressive file with 8 bits for each sample, gray or color.</summary>
    /// <param name="maxLength">Bytes that the samples may take.</param>
    /// <exception cref="DicomImageException">The file is no JPEG, damaged, of another kind or too large.</exception>
    public static DicomBitmap Decode(ReadOnlyMemory<byte> file, long maxLength = 1 << 28)
    {
        var (_, precision, width, height, components) = FindFrame(file.Span);
        if (precision != 8 || components is not (1 or 3))
            throw new DicomImageException(DicomImageError.Unsupported,
                $"A JPEG with {components} components of {precision} bits cannot be read");
        if (width == 0 || height == 0)
            throw Damaged("it has no pixels");

        var format = Format(width, height, components, components == 3 ? "YBR_FULL" : "MONOCHROME2");
        if (format.FrameLength > maxLength)
            throw new DicomImageException(DicomImageError.TooLarge, $"A JPEG of {width} x {height} pixels is too large");
        if (format.FrameLength / 64 > file.Length * 8L)
            throw Damaged("it has too few bytes for its pixels");

        var samples = new byte[format.FrameLength];
        try
        {
            Codec.Decode(file.Span, format, samples);
        }
        catch (DicomCodecException failure)
        {
            throw new DicomImageException(DicomImageError.Damaged, failure.Message, failure);
        }

        return new(width, height, components == 3 ? DicomBitmapFormat.Rgb24 : DicomBitmapFormat.Gray8, samples);
    }

    /// <summary>Whether a file is one of process 1, which the transfer syntax JPEG baseline takes as it is.</summary>
    public static bool IsBaseline(ReadOnlySpan<byte> file) =>
        FindFrame(file) is { Marker: StartOfFrames, Precision: 8, Components: 1 or 3 };

    private static DicomCodec Codec => DicomCodecs.Find(DicomTransferSyntax.JPEGProcess1)!;

    private static DicomPixelFormat Format(int width, int height, int components, string photometric) => new()
    {
        Width = width,
        Height = height,
        SamplesPerPixel = components,
        BitsAllocated = 8,
        BitsStored = 8,
        HighBit = 7,
        PhotometricInterpretation = photometric,
    };

    // ITU-T T.81 B.2.2: what a frame header says stands in the same places in each kind of frame.
    private static (int Marker, int Precision, int Width, int Height, int Components) FindFrame(ReadOnlySpan<byte> file)
    {
        if (file is not [0xFF, 0xD8, ..])
            throw Damaged("its first bytes are others");

        for (var rest = file[2..]; rest.Length >= 4 && rest[0] == 0xFF;)
        {
            var marker = rest[1];
            if (marker == 0xFF)
            {
                rest = rest[1..];
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            var isFrame = marker is >= StartOfFrames and <= LastFrame and not (HuffmanTables or Extensions or ArithmeticTables);
            if (isFrame && rest.Length >= 10)
                return (marker, rest[4], BinaryPrimitives.ReadUInt16BigEndian(rest[7..]),
                    BinaryPrimitives.ReadUInt16BigEndian(rest[5..]), rest[9]);
            if (rest.Length < length + 2)
                break;

            rest = rest[(length + 2)..];
        }

        throw Damaged("it has no frame");
    }

    private static DicomImageException Damaged(string why) => new(DicomImageError.Damaged, $"Not a readable JPEG: {why}");
}
