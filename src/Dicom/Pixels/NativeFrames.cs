using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Frames without compression, one right after the other (PS3.5 section 8.1.1).</summary>
internal sealed class NativeFrames : FrameSource
{
    private readonly DicomElement _pixels;
    private readonly int _swapUnit;

    public NativeFrames(DicomDataset dataset, DicomElement pixels, DicomPixelFormat format, int frames)
    {
        _pixels = pixels;
        Format = format;
        var (vr, bigEndian) = dataset.FormOf(pixels);
        _swapUnit = bigEndian || (dataset.Syntax.SwapsPixelData && vr == DicomVR.OW) ? vr.UnitSize : 1;

        // Decompressing once left many images with the name of the subsampling that was gone
        var full = format with { PhotometricInterpretation = "YBR_FULL" };
        if (format.PhotometricInterpretation == "YBR_FULL_422" && (UInt128)pixels.Length >= (UInt128)full.FrameLength * (uint)frames)
            Format = full;
    }

    public DicomPixelFormat Format { get; }

    /// <summary>Frames that there are bytes for.</summary>
    public override int Count => (int)UInt128.Min((UInt128)_pixels.Length * 8 / (UInt128)Bits, int.MaxValue);

    public override long LongestFrame => Format.FrameLength;

    // Of one frame. At least one, as rows, columns, samples and bits are.
    private Int128 Bits => (Int128)Format.Width * Format.Height * (Format.IsSubsampled ? 2 : Format.SamplesPerPixel) * Format.BitsAllocated;

    public override ReadOnlyMemory<byte> Read(int frame, long maxLength)
    {
        var bits = Bits;
        var (start, end) = (bits * frame, bits * (frame + (Int128)1));
        if (end > (Int128)_pixels.Length * 8)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged,
                $"The pixel data of {_pixels.Length} bytes ends before frame {frame} does");

        // Words that are to be swapped are read whole, although a frame of bytes may start or end within one
        var (first, last) = ((long)(start / 8), (long)((end + 7) / 8));
        var from = first / _swapUnit * _swapUnit;
        var to = Math.Min((last + _swapUnit - 1) / _swapUnit * _swapUnit, _pixels.Length);
        if (to - from > maxLength)
            throw new DicomPixelDataException(DicomPixelDataError.TooLarge,
                $"Frame {frame} has {to - from} bytes, more than the {maxLength} that are allowed");

        if (_swapUnit == 1 && bits % 8 == 0 && _pixels.IsInMemory)
            return _pixels.GetBytes().Slice((int)from, (int)(to - from));

        var bytes = GC.AllocateUninitializedArray<byte>((int)(to - from));
        _pixels.Read(from, bytes);
        Swap(bytes, _swapUnit);
        if (bits % 8 != 0)
            return Shift(bytes.AsSpan((int)(first - from)), (int)(start % 8), (int)bits);

        return bytes.AsMemory((int)(first - from), (int)(last - first));
    }

    /// <summary>Turns around each number of <paramref name="unit"/> bytes.</summary>
    public static void Swap(Span<byte> bytes, int unit)
    {
        switch (unit)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;

            case 4:
                var longs = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;

            case 8:
                var doubles = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
        }
    }

    /// <summary>Frames of single bits follow each other without a gap; ours start with the lowest bit of a byte and end with
    /// zeros.</summary>
    private static byte[] Shift(ReadOnlySpan<byte> bytes, int shift, int bits)
    {
        var shifted = new byte[(bits + 7) / 8];
        for (var i = 0; i < shifted.Length; i++)
            shifted[i] = (byte)((bytes[i] >> shift) | (shift > 0 && i + 1 < bytes.Length ? bytes[i + 1] << (8 - shift) : 0));

        if (bits % 8 != 0)
            shifted[^1] &= (byte)((1 << (bits % 8)) - 1);
        return shifted;
    }
}
