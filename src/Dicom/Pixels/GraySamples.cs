using System.Numerics;
using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Turns one stored value into a level of gray. A struct, so that loops over pixels have it compiled in.</summary>
internal interface IGrayMapping
{
    byte Map(double value);
}

/// <summary>The stored values of a frame with one sample for each pixel (PS3.5 section 8.1.1), sign and unused bits taken care
/// of.</summary>
internal abstract class GraySamples(int count)
{
    public int Count => count;

    /// <summary>The smallest and the largest value.</summary>
    public abstract (long Min, long Max) Range();

    public abstract void MapTo<TMapping>(TMapping mapping, Span<byte> levels)
        where TMapping : struct, IGrayMapping;

    /// <summary>Values beyond the range of the target become its nearest.</summary>
    public abstract void ClampTo<TTarget>(Span<TTarget> target)
        where TTarget : struct, IBinaryInteger<TTarget>;

    /// <summary>The samples where these columns and rows cross.</summary>
    /// <param name="width">Samples of one row of this frame.</param>
    public abstract GraySamples Pick(int[] columns, int[] rows, int width);

    public abstract void RescaleTo(Span<float> target, float slope, float intercept);

    public abstract long this[int index] { get; }

    /// <exception cref="DicomImageException">Samples of so many bits have no place here.</exception>
    public static GraySamples Of(DicomFrame frame)
    {
        var format = frame.Format;
        var count = format.Width * format.Height;
        return format.BitsAllocated switch
        {
            1 => new GraySamples<byte>(Bits(frame.Samples.Span, count)),
            8 when format.IsSigned => new GraySamples<sbyte>(Values<sbyte>(frame, count)),
            8 => new GraySamples<byte>(Values<byte>(frame, count)),
            16 when format.IsSigned => new GraySamples<short>(Values<short>(frame, count)),
            16 => new GraySamples<ushort>(Values<ushort>(frame, count)),
            32 when format.IsSigned => new GraySamples<int>(Values<int>(frame, count)),
            32 => new GraySamples<uint>(Values<uint>(frame, count)),
            _ => throw new DicomImageException(DicomImageError.Unsupported, $"There is no view of samples of {format.BitsAllocated} bits"),
        };
    }

    // Black and white, as Orthanc shows segmentations; the first pixel is the lowest bit (PS3.5 section 8.1.1).
    private static byte[] Bits(ReadOnlySpan<byte> packed, int count)
    {
        var levels = new byte[count];
        for (var i = 0; i < count; i++)
            levels[i] = (byte)-((packed[i >> 3] >> (i & 7)) & 1);

        return levels;
    }

    private static ReadOnlyMemory<byte> Values<T>(DicomFrame frame, int count)
        where T : struct, IBinaryInteger<T>
    {
        var format = frame.Format;
        var stored = frame.Samples[..(count * Marshal.SizeOf<T>())];
        var above = format.BitsAllocated - 1 - format.HighBit;
        var unused = format.BitsAllocated - format.BitsStored;
        if (unused == 0)
            return stored;

        // Shifting up drops what lies above the value, an old overlay for example; shifting down again drops what lies below it and extends
        // the sign.
        var cleaned = GC.AllocateUninitializedArray<byte>(stored.Length);
        var source = MemoryMarshal.Cast<byte, T>(stored.Span);
        var target = MemoryMarshal.Cast<byte, T>(cleaned.AsSpan());
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(source);
        var cleanedVectors = MemoryMarshal.Cast<T, Vector<T>>(target);
        for (var i = 0; i < vectors.Length; i++)
            cleanedVectors[i] = (vectors[i] << above) >> unused;

        for (var i = vectors.Length * Vector<T>.Count; i < target.Length; i++)
            target[i] = (source[i] << above) >> unused;

        return cleaned;
    }
}

/// <inheritdoc/>
/// <param name="bytes">Little endian.</param>
internal sealed class GraySamples<T>(ReadOnlyMemory<byte> bytes) : GraySamples(bytes.Length / Marshal.SizeOf<T>())
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const int LargestTable = 1 << 16;

    private ReadOnlySpan<T> Values => MemoryMarshal.Cast<byte, T>(bytes.Span);

    public override long this[int index] => long.CreateTruncating(Values[index]);

    public override (long Min, long Max) Range()
    {
        var values = Values;
        var (min, max) = (values[0], values[0]);
        if (values.Length >= Vector<T>.Count)
        {
            var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
            var (least, most) = (vectors[0], vectors[0]);
            foreach (var vector in vectors)
            {
                least = Vector.Min(least, vector);
                most = Vector.Max(most, vector);
            }

            for (var i = 0; i < Vector<T>.Count; i++)
                (min, max) = (T.Min(min, least[i]), T.Max(max, most[i]));
            values = values[(vectors.Length * Vector<T>.Count)..];
        }

        foreach (var value in values)
            (min, max) = (T.Min(min, value), T.Max(max, value));

        return (long.CreateTruncating(min), long.CreateTruncating(max));
    }

    public override void MapTo<TMapping>(TMapping mapping, Span<byte> levels)
    {
        var values = Values;
        var (min, max) = Range();
        if (max - min >= Math.Min(LargestTable, values.Length))
        {
            for (var i = 0; i < values.Length; i++)
                levels[i] = mapping.Map(double.CreateTruncating(values[i]));
            return;
        }

        var table = new byte[max - min + 1];
        for (var i = 0; i < table.Length; i++)
            table[i] = mapping.Map(min + i);

        var first = (int)min;
        for (var i = 0; i < values.Length; i++)
            levels[i] = table[int.CreateTruncating(values[i]) - first];
    }

    public override void ClampTo<TTarget>(Span<TTarget> target)
    {
        var values = Values;
        for (var i = 0; i < values.Length; i++)
            target[i] = TTarget.CreateSaturating(values[i]);
    }

    public override GraySamples Pick(int[] columns, int[] rows, int width)
    {
        var values = Values;
        var picked = new byte[columns.Length * rows.Length * Marshal.SizeOf<T>()];
        var target = MemoryMarshal.Cast<byte, T>(picked.AsSpan());
        foreach (var y in rows)
        {
            var row = values.Slice(y * width, width);
            for (var x = 0; x < columns.Length; x++)
                target[x] = row[columns[x]];
            target = target[columns.Length..];
        }

        return new GraySamples<T>(picked);
    }

    public override void RescaleTo(Span<float> target, float slope, float intercept)
    {
        var values = Values;
        for (var i = 0; i < values.Length; i++)
            target[i] = (float.CreateTruncating(values[i]) * slope) + intercept;
    }
}
