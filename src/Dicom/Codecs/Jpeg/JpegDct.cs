using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EventDicom.Dicom;

/// <summary>
/// The cosine transform of ITU-T T.81 A.3.3 as two products of 8x8 matrices. That is more multiplications than a factorized transform needs,
/// but without any shuffling: each works on eight numbers at once.
/// </summary>
internal static class JpegDct
{
    private static readonly float[] Cosines = [.. Enumerable.Range(0, 64).Select(i => Cosine(i / 8, i % 8))];
    private static readonly float[] Transposed = [.. Enumerable.Range(0, 64).Select(i => Cosine(i % 8, i / 8))];

    /// <summary>Samples, level shifted, to coefficients; both row by row, in place.</summary>
    public static void Forward(Span<float> block) => Transform(block, Transposed);

    /// <summary>Dequantized coefficients to samples of a plane: shifted back, rounded, clamped.</summary>
    /// <param name="block">Coefficients row by row; overwritten.</param>
    /// <param name="samples">From the upper left sample of the block on.</param>
    /// <param name="stride">Samples in a row of the plane.</param>
    public static void Inverse(Span<float> block, Span<ushort> samples, int stride, int precision)
    {
        Transform(block, Cosines);
        var half = Vector256.Create((float)(1 << (precision - 1)) + 0.5f);
        var most = Vector256.Create((float)((1 << precision) - 1));
        for (var y = 0; y < 8; y++)
        {
            var row = Vector256.Min(Vector256.Max(Vector256.Create<float>(block[(y * 8)..]) + half, Vector256<float>.Zero), most);
            var whole = Vector256.ConvertToInt32(row).AsUInt32();
            Vector128.Narrow(whole.GetLower(), whole.GetUpper()).CopyTo(samples[(y * stride)..]);
        }
    }

    private static float Cosine(int frequency, int place) =>
        (float)((frequency == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos(((2 * place) + 1) * frequency * Math.PI / 16));

    // With m as the matrix: block = transpose(m) * block * m.
    private static void Transform(Span<float> block, ReadOnlySpan<float> m)
    {
        Span<float> half = stackalloc float[64];
        Multiply(m, block, half, fromStep: 8, numberStep: 1);
        Multiply(half, m, block, fromStep: 1, numberStep: 8);
    }

    private static void Multiply(ReadOnlySpan<float> numbers, ReadOnlySpan<float> rows, Span<float> product, int fromStep, int numberStep)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(rows);
        var to = MemoryMarshal.Cast<float, Vector256<float>>(product);
        for (var i = 0; i < 8; i++)
        {
            var sum = Vector256<float>.Zero;
            for (var k = 0; k < 8; k++)
                sum += vectors[k] * numbers[(i * numberStep) + (k * fromStep)];

            to[i] = sum;
        }
    }
}
