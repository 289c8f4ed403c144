using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EventDicom.Dicom;

/// <summary>
/// The forward cosine transform of ITU-T T.81 A.3.3 as two products of 8x8 matrices. That is more multiplications than a factorized
/// transform needs, but without any shuffling: each works on eight numbers at once.
/// </summary>
internal static class JpegDct
{
    private static readonly float[] s_transposed = [.. Enumerable.Range(0, 64).Select(i => Cosine(i % 8, i / 8))];

    /// <summary>Samples, level shifted, to coefficients; both row by row, in place.</summary>
    public static void Forward(Span<float> block)
    {
        Span<float> half = stackalloc float[64];
        Multiply(s_transposed, block, half, fromStep: 8, numberStep: 1);
        Multiply(half, s_transposed, block, fromStep: 1, numberStep: 8);
    }

    private static float Cosine(int frequency, int place) =>
        (float)((frequency == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos(((2 * place) + 1) * frequency * Math.PI / 16));

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
