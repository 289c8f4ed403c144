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
        if (!format.IsSubsampled)
            return;

        // Decompressing once left many images with the name of the subsampling that was gone
        var full = format with { PhotometricInterpretation = Full(format.PhotometricInterpretation) };
        if ((UInt128)pixels.Length >= (UInt128)full.FrameLength * (uint)frames)
            Format = full;
        else if (format.Width % 2 != 0)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"{format.Width} columns cannot share their chroma in pairs");
    }

    public DicomPixelFormat Format { get; }

    public byte[] Read(int frame, long maxLength)
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

        var bytes = new byte[to - from];
        _pixels.Read(from, bytes);
        Swap(bytes, _swapUnit);
        if (bits % 8 != 0)
            return Shift(bytes.AsSpan((int)(first - from)), (int)(start % 8), (int)bits);

        return from == first && to == last ? bytes : bytes[(int)(first - from)..(int)(last - from)];
    }

    /// <summary>Puts the samples of each pixel side by side, and gives each pixel the chroma that it shares with its neighbour.</summary>
    public static DicomFrame Interleave(ReadOnlyMemory<byte> frame, DicomPixelFormat format)
    {
        if (format.BitsAllocated == 12)
            return Unpack(frame.Span, format);

        if (format.IsSubsampled)
            return Upsample(frame.Span, format);

        var whole = format with { IsPlanar = false };
        if (!format.IsPlanar)
            return new DicomFrame(whole, frame);

        var size = format.BitsAllocated / 8;
        var plane = frame.Length / format.SamplesPerPixel;
        var interleaved = new byte[frame.Length];
        for (var sample = 0; sample < format.SamplesPerPixel; sample++)
        {
            var source = frame.Span.Slice(sample * plane, plane);
            var target = interleaved.AsSpan(sample * size);
            var step = size * format.SamplesPerPixel;
            for (int from = 0, to = 0; from < source.Length; from += size, to += step)
                source.Slice(from, size).CopyTo(target[to..]);
        }

        return new DicomFrame(whole, interleaved);
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

    /// <summary>Y1 Y2 Cb Cr for two pixels (PS3.3 section C.7.6.3.1.2).</summary>
    private static DicomFrame Upsample(ReadOnlySpan<byte> frame, DicomPixelFormat format)
    {
        var whole = format with { IsPlanar = false, PhotometricInterpretation = Full(format.PhotometricInterpretation) };
        var size = format.BitsAllocated / 8;
        var samples = new byte[whole.FrameLength];
        var target = samples.AsSpan();
        for (; target.Length >= 6 * size && frame.Length >= 4 * size; frame = frame[(4 * size)..], target = target[(6 * size)..])
        {
            var chroma = frame.Slice(2 * size, 2 * size);
            frame[..size].CopyTo(target);
            chroma.CopyTo(target[size..]);
            frame.Slice(size, size).CopyTo(target[(3 * size)..]);
            chroma.CopyTo(target[(4 * size)..]);
        }

        return new DicomFrame(whole, samples);
    }

    /// <summary>Samples of 12 bits without gaps, two in three bytes, as ACR-NEMA had them, into 16 bits.</summary>
    private static DicomFrame Unpack(ReadOnlySpan<byte> frame, DicomPixelFormat format)
    {
        var whole = format with { BitsAllocated = 16 };
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

    private static string Full(string subsampled) => subsampled == "YBR_FULL_422" ? "YBR_FULL" : "YBR_PARTIAL";

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
