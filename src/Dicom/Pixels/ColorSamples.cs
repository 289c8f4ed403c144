using System.Numerics;
using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Makes red, green and blue of whatever a frame in color holds (PS3.3 section C.7.6.3.1.2).</summary>
internal static class ColorSamples
{
    /// <exception cref="DicomImageException">There is no view of such colors.</exception>
    public static DicomBitmap ToRgb(DicomFrame frame)
    {
        var format = frame.Format;
        if (format is not { SamplesPerPixel: 3, BitsAllocated: 8 or 16 })
            throw new DicomImageException(DicomImageError.Unsupported,
                $"There is no view of {format.SamplesPerPixel} samples of {format.BitsAllocated} bits for each pixel");
        if (format.IsPlanar || format.IsSubsampled)
            throw new ArgumentException("The samples must lie pixel by pixel", nameof(frame));

        var wide = format.BitsAllocated == 16;
        var samples = frame.Samples[..(format.Width * format.Height * (wide ? 6 : 3))];
        return new(format.Width, format.Height, wide ? DicomBitmapFormat.Rgb48 : DicomBitmapFormat.Rgb24,
            format.PhotometricInterpretation switch
            {
                // No frame really has YBR_ICT or YBR_RCT: they exist within JPEG 2000 only, and a file that has them elsewhere was
                // decompressed by someone who forgot to say so.
                "RGB" or "YBR_ICT" or "YBR_RCT" => samples,
                "YBR_FULL" or "YBR_FULL_422" => Convert(samples, format, Matrix.Full),
                "YBR_PARTIAL_422" or "YBR_PARTIAL_420" => Convert(samples, format, Matrix.Partial),
                var other => throw new DicomImageException(DicomImageError.Unsupported, $"There is no view of the colors {other}"),
            });
    }

    /// <summary>Eight bits for each sample: the upper byte, as Orthanc takes it, also where fewer bits are stored.</summary>
    public static DicomBitmap Narrow(DicomBitmap wide)
    {
        var source = MemoryMarshal.Cast<byte, ushort>(wide.Samples.Span);
        var target = new byte[source.Length];
        for (var i = 0; i < target.Length; i++)
            target[i] = (byte)(source[i] >> 8);

        return new(wide.Width, wide.Height, DicomBitmapFormat.Rgb24, target);
    }

    /// <summary>The brightness of colors of 16 bits, as Orthanc reckons it.</summary>
    /// <param name="format">Of 8 or 16 bits, unsigned; levels beyond its range become its largest.</param>
    public static DicomBitmap ToGray(DicomBitmap wide, DicomBitmapFormat format)
    {
        var source = MemoryMarshal.Cast<byte, ushort>(wide.Samples.Span);
        var bytes = new byte[(long)wide.Width * wide.Height * DicomBitmap.BytesPerPixel(format)];
        if (format == DicomBitmapFormat.Gray8)
            Fill<byte>(source, bytes);
        else
            Fill(source, MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()));

        return new(wide.Width, wide.Height, format, bytes);

        static void Fill<T>(ReadOnlySpan<ushort> rgb, Span<T> gray)
            where T : struct, IBinaryInteger<T>
        {
            for (var i = 0; i < gray.Length; i++)
                gray[i] = T.CreateSaturating(((2126 * rgb[3 * i]) + (7152 * rgb[(3 * i) + 1]) + (466 * rgb[(3 * i) + 2])) / 10000);
        }
    }

    private static byte[] Convert(ReadOnlyMemory<byte> samples, DicomPixelFormat format, Matrix matrix)
    {
        var converted = new byte[samples.Length];
        if (format.BitsAllocated == 8)
            Convert<byte>(samples.Span, converted, format.BitsStored, matrix);
        else
            Convert(MemoryMarshal.Cast<byte, ushort>(samples.Span), MemoryMarshal.Cast<byte, ushort>(converted.AsSpan()),
                format.BitsStored, matrix);

        return converted;
    }

    private static void Convert<T>(ReadOnlySpan<T> ybr, Span<T> rgb, int bits, Matrix matrix)
        where T : struct, IBinaryInteger<T>
    {
        // Fixed point with 32 bits after the point, cut off and not rounded, as Orthanc does. So precise that it gives what decimal
        // fractions give.
        var most = (1L << bits) - 1;
        var middle = 1L << (bits - 1);
        var black = matrix.Black << (bits - 8);
        for (var i = 0; i + 2 < ybr.Length; i += 3)
        {
            var y = ((long.CreateTruncating(ybr[i]) - black) * matrix.Luma) + matrix.Rounding;
            var b = long.CreateTruncating(ybr[i + 1]) - middle;
            var r = long.CreateTruncating(ybr[i + 2]) - middle;
            rgb[i] = T.CreateTruncating(Math.Clamp((y + (matrix.RedFromR * r)) >> Matrix.Point, 0, most));
            rgb[i + 1] = T.CreateTruncating(Math.Clamp((y - (matrix.GreenFromB * b) - (matrix.GreenFromR * r)) >> Matrix.Point, 0, most));
            rgb[i + 2] = T.CreateTruncating(Math.Clamp((y + (matrix.BlueFromB * b)) >> Matrix.Point, 0, most));
        }
    }

    /// <summary>The inverse of a clause of PS3.3 section C.7.6.3.1.2, in fixed point.</summary>
    private sealed record Matrix(long Black, long Luma, long RedFromR, long GreenFromB, long GreenFromR, long BlueFromB, long Rounding)
    {
        public const int Point = 32;

        // Less than any fraction that decimal coefficients can leave, more than what fixed point loses of them.
        private const long Whole = 1 << 8;

        /// <summary>All levels are used: ITU-R BT.601 as JFIF has it.</summary>
        public static readonly Matrix Full = new(0, 1L << Point, Fixed(1.402), Fixed(0.344136), Fixed(0.714136), Fixed(1.772), Whole);

        /// <summary>Luma from 16 to 235, chroma from 16 to 240 (for 8 bits).</summary>
        public static readonly Matrix Partial = new(16, Fixed(1.164384), Fixed(1.596027), Fixed(0.391762), Fixed(0.812968), Fixed(2.017232),
            1L << (Point - 1));

        private static long Fixed(double factor) => (long)Math.Round(factor * (1L << Point));
    }
}
