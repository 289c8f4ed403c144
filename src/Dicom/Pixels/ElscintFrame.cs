using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>
/// The frame of an image of Elscint (later Philips) scanners that has no PixelData: private elements of the creator ELSCINT1 in group 07A1
/// hold it, compressed as <c>PMSCT_RLE1</c> says. Samples of 16 bits, one for each pixel.
/// </summary>
internal sealed class ElscintFrame : FrameSource
{
    private const string Creator = "ELSCINT1";
    private const string Compression = "PMSCT_RLE1";
    private const ushort Group = 0x07A1;

    // Within the block of the creator
    private const ushort PixelElement = 0x0A, CompressionElement = 0x11;

    private const byte Repeat = 0xA5, Absolute = 0x5A;

    // Three bytes say 256, each of which may be a pixel.
    private const long MostExpansion = 86;

    private readonly DicomElement _compressed;
    private readonly DicomPixelFormat _format;

    /// <exception cref="DicomPixelDataException">The attributes describe another kind of image, or more pixels than the compressed bytes
    /// can hold.</exception>
    public ElscintFrame(DicomElement compressed, DicomPixelFormat format)
    {
        if (format is not { BitsAllocated: 16, SamplesPerPixel: 1 })
            throw new DicomPixelDataException(DicomPixelDataError.Unsupported,
                $"{Compression} with {format.SamplesPerPixel} samples of {format.BitsAllocated} bits is not supported");

        if (Pixels(format) > compressed.Length * MostExpansion)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged,
                $"{compressed.Length} bytes of {Compression} cannot hold {Pixels(format)} pixels");

        (_compressed, _format) = (compressed, format);
    }

    public override int Count => 1;

    public override long LongestFrame => _compressed.Length + _format.FrameLength;

    /// <returns>The element that holds the frame; null where the data set has none.</returns>
    public static DicomElement? Find(DicomDataset dataset)
    {
        for (var block = 0x10; block <= 0xFF; block++)
        {
            if (Text(new DicomTag(Group, (ushort)block)) == Creator && Text(Of(CompressionElement)) == Compression
                && dataset.Find(Of(PixelElement)) is DicomElement { Length: > 0, IsSkipped: false } pixels)
                return pixels;

            DicomTag Of(ushort element) => new(Group, (ushort)((block << 8) | element));
        }

        return null;

        string? Text(DicomTag tag) => dataset.Find(tag) is DicomElement { Length: <= 64, IsSkipped: false } element
            ? System.Text.Encoding.ASCII.GetString(element.GetBytes().Span).Trim(' ', '\0') : null;
    }

    public override ReadOnlyMemory<byte> Read(int frame, long maxLength)
    {
        if (frame != 0)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"{Compression} holds one frame only");

        if (LongestFrame > maxLength)
            throw new DicomPixelDataException(DicomPixelDataError.TooLarge,
                $"The frame takes {LongestFrame} bytes, more than the {maxLength} that are allowed");

        var samples = new byte[_format.FrameLength];
        var repeated = new Repeated(_compressed.GetBytes().Span);
        ushort value = 0;
        for (var at = 0; at < samples.Length; at += sizeof(ushort))
        {
            var first = repeated.Next();
            value = first == Absolute ? (ushort)(repeated.Next() | (repeated.Next() << 8)) : (ushort)(value + (sbyte)first);
            BinaryPrimitives.WriteUInt16LittleEndian(samples.AsSpan(at), value);
        }

        return samples;
    }

    private static long Pixels(DicomPixelFormat format) => (long)format.Width * format.Height;

    /// <summary>The outer code: A5, a count less one and a byte to repeat; any other byte stands for itself.</summary>
    private ref struct Repeated(ReadOnlySpan<byte> compressed)
    {
        private ReadOnlySpan<byte> _rest = compressed;
        private int _left;
        private byte _value;

        public byte Next()
        {
            if (_left > 0)
            {
                _left--;
                return _value;
            }

            var first = Take();
            if (first != Repeat)
                return first;

            _left = Take();
            return _value = Take();
        }

        private byte Take()
        {
            if (_rest.IsEmpty)
                throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"{Compression} ends before the frame is full");

            var taken = _rest[0];
            _rest = _rest[1..];
            return taken;
        }
    }
}
