using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Writes a lossless stream (ITU-T T.81 annex H) in one scan, with the Huffman code that suits the frame best.</summary>
internal static class JpegLosslessEncoder
{
    /// <param name="samples">The frame, pixel by pixel.</param>
    /// <param name="predictor">1 to 7.</param>
    /// <exception cref="DicomCodecException">The samples are of a size that JPEG does not know.</exception>
    public static void Encode(ReadOnlySpan<byte> samples, DicomPixelFormat format, int predictor, IBufferWriter<byte> output)
    {
        if (format.BitsAllocated is not (8 or 16))
            throw new DicomCodecException($"Lossless JPEG cannot hold samples of {format.BitsAllocated} bits") { IsUnsupported = true };

        var precision = ChoosePrecision(samples, format);
        var rented = ArrayPool<short>.Shared.Rent(format.Width * format.Height * format.SamplesPerPixel);
        try
        {
            var differences = rented.AsSpan(0, format.Width * format.Height * format.SamplesPerPixel);
            Predict(samples, format, precision, predictor, differences);
            var code = new JpegHuffmanCode(Count(differences));
            var components = Components(format);
            JpegSegments.WriteMarker(output, JpegMarker.StartOfImage);
            JpegSegments.WriteFrame(output, JpegMarker.LosslessFrame, precision, format, components);
            JpegSegments.WriteCodes(output, ((byte)0, code));
            JpegSegments.WriteScan(output, components, predictor, 0);
            Write(differences, code, output);
            JpegSegments.WriteMarker(output, JpegMarker.EndOfImage);
        }
        finally
        {
            ArrayPool<short>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// The bits that are stored, as PS3.5 section 8.2.1 wants it; all that are allocated where a cell holds more than its value (an
    /// overlay, a sign that is not extended), so that nothing is lost.
    /// </summary>
    private static int ChoosePrecision(ReadOnlySpan<byte> samples, DicomPixelFormat format)
    {
        var precision = Math.Max(2, format.BitsStored);
        if (format.HighBit != format.BitsStored - 1 || precision >= format.BitsAllocated)
            return format.BitsAllocated;

        // Signed values are moved up so that those in range are 0 to 2^precision - 1.
        var offset = format.IsSigned ? 1 << (precision - 1) : 0;
        var limit = 1 << precision;
        if (format.BitsAllocated == 8)
        {
            foreach (var sample in samples)
            {
                if ((uint)((format.IsSigned ? (sbyte)sample : sample) + offset) >= limit)
                    return format.BitsAllocated;
            }
        }
        else
        {
            foreach (var sample in MemoryMarshal.Cast<byte, ushort>(samples))
            {
                if ((uint)((format.IsSigned ? (short)sample : sample) + offset) >= limit)
                    return format.BitsAllocated;
            }
        }

        return precision;
    }

    private static void Predict(ReadOnlySpan<byte> samples, DicomPixelFormat format, int precision, int predictor, Span<short> differences)
    {
        var length = format.Width * format.SamplesPerPixel;
        var (row, above) = (new ushort[length], new ushort[length]);
        var mask = (ushort)((1 << precision) - 1);
        var wide = MemoryMarshal.Cast<byte, ushort>(samples);
        for (var y = 0; y < format.Height; y++)
        {
            for (var i = 0; i < length; i++)
                row[i] = (ushort)((format.BitsAllocated == 8 ? samples[(y * length) + i] : wide[(y * length) + i]) & mask);

            JpegPredictor.Subtract(predictor, row, y == 0 ? [] : above, 1 << (precision - 1), format.SamplesPerPixel,
                differences.Slice(y * length, length));
            (row, above) = (above, row);
        }
    }

    private static long[] Count(ReadOnlySpan<short> differences)
    {
        var counts = new long[256];
        foreach (var difference in differences)
            counts[Length(difference)]++;

        return counts;
    }

    private static void Write(ReadOnlySpan<short> differences, JpegHuffmanCode code, IBufferWriter<byte> output)
    {
        var writer = new JpegBitWriter(output);
        foreach (var difference in differences)
        {
            var length = Length(difference);
            var (prefix, prefixLength) = code[length];

            // ITU-T T.81 H.1.2.2: 32768 has a length of its own and no bits.
            var bits = length == 16 ? 0 : length;
            writer.Write(((uint)prefix << bits) | ((uint)(difference + (difference >> 15)) & ((1u << bits) - 1)), prefixLength + bits);
        }

        writer.Finish();
    }

    private static int Length(short difference) => 32 - BitOperations.LeadingZeroCount((uint)Math.Abs((int)difference));

    // Readers that look for colors find R, G and B by name; without names they would take three components for YCbCr.
    private static JpegComponent[] Components(DicomPixelFormat format)
    {
        ReadOnlySpan<byte> names = format.PhotometricInterpretation == "RGB" ? "RGB"u8 : [1, 2, 3];
        var components = new JpegComponent[format.SamplesPerPixel];
        for (var i = 0; i < components.Length; i++)
            components[i] = new(names[i], 1, 1, 0);

        return components;
    }
}
