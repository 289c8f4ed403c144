using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Frames without compression, one right after the other (PS3.5 section 8.1.1).</summary>
internal sealed class NativeFrames
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

    public ReadOnlyMemory<byte> Read(int frame, long maxLength)
    {
        var bits = (Int128)Format.Width * Format.Height * (Format.IsSubsampled ? 2 : Format.SamplesPerPixel) * Format.BitsAllocated;
        var (start, end) = (bits * frame, bits * (frame + (Int128)1));
        if (end > (Int128)_pixels.Length * 8)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"The pixel data of {_pixels.Length} bytes ends before frame {frame} does");

        // Words that are to be swapped are read whole, although a frame of bytes may start or end within one
        var (first, last) = ((long)(start / 8), (long)((end + 7) / 8));
        var from = first / _swapUnit * _swapUnit;
        var to = Math.Min((last + _swapUnit - 1) / _swapUnit * _swapUnit, _pixels.Length);
        if (to - from > maxLength)
            throw new DicomPixelDataException(DicomPixelDataError.TooLarge, $"Frame {frame} has {to - from} bytes, more than the {maxLength} that are allowed");

        if (_swapUnit == 1 && bits % 8 == 0 && _pixels.IsInMemory)
            return _pixels.GetBytes().Slice((int)from, (int)(to - from));

        var bytes = new byte[to - from];
        _pixels.Read(from, bytes);
        Swap(bytes, _swapUnit);
        if (bits % 8 != 0)
            return Shift(bytes.AsSpan((int)(first - from)), (int)(start % 8), (int)bits);

        return bytes.AsMemory((int)(first - from), (int)(last - first));
    }

    /// <inheritdoc cref="DicomPixelData.DecodeFrame(int)"/>
    public DicomFrame Decode(int frame, long maxLength)
    {
        var native = Read(frame, maxLength);
        if (Format.BitsAllocated == 12)
            return Unpack(native.Span);

        if (!Format.IsPlanar && !Format.IsSubsampled)
            return new DicomFrame(Format, native);

        var samples = new byte[(long)Format.Width * Format.Height * Format.SamplesPerPixel * (Format.BitsAllocated / 8)];
        return new DicomFrame(NativeLayout.Straighten(native.Span, Format, samples), samples);
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

    /// <summary>Samples of 12 bits without gaps, two in three bytes, as ACR-NEMA had them, into 16 bits.</summary>
    private DicomFrame Unpack(ReadOnlySpan<byte> frame)
    {
        var whole = Format with { BitsAllocated = 16 };
        var samples = new byte[whole.FrameLength];
        var target = MemoryMarshal.Cast<byte, ushort>(samples.AsSpan());
        for (var i = 0; i < target.Length; i++)
        {
            var at = i * 12L / 8;
            var word = frame[(int)at] | (at + 1 < frame.Length ? frame[(int)at + 1] << 8 : 0);
            target[i] = (ushort)((i % 2 == 0 ? word : word >> 4) & 0xFFF);
        }

        return new DicomFrame(whole, samples);
    }

    /// <summary>Frames of single bits follow each other without a gap; ours start with the lowest bit of a byte and end with zeros.</summary>
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
