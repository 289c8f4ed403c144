using System.Runtime.Intrinsics;

namespace EventDicom.Dicom;

/// <summary>
/// The inverse cosine transform of ITU-T T.81 A.3.3 in the factorization of Loeffler, Ligtenberg and Moschytz (1989), in integers with
/// thirteen bits behind the point: eight columns at once, then eight rows. Rounds where the Independent JPEG Group's decoder does, so that
/// pixels are those that DCMTK shows, to the bit.
/// </summary>
internal static class JpegInverseDct
{
    private const int Bits = 13;

    /// <summary>Dequantized coefficients to samples of a plane: shifted back, rounded, clamped.</summary>
    /// <param name="block">Whole numbers row by row.</param>
    /// <param name="samples">From the upper left sample of the block on.</param>
    /// <param name="stride">Samples in a row of the plane.</param>
    /// <param name="precision">8 or 12.</param>
    public static void Transform(ReadOnlySpan<float> block, Span<ushort> samples, int stride, int precision)
    {
        // Bits that are kept between the passes: fewer of longer samples, so that 32 bits hold everything
        var kept = precision == 8 ? 2 : 1;
        Span<Vector256<int>> rows = stackalloc Vector256<int>[8];
        for (var i = 0; i < 8; i++)
            rows[i] = Vector256.ConvertToInt32(Vector256.Create(block[(i * 8)..]));

        Pass(rows, Bits - kept);
        Transpose(rows);
        Pass(rows, Bits + kept + 3);
        Transpose(rows);

        var half = Vector256.Create(1 << (precision - 1));
        var most = Vector256.Create((1 << precision) - 1);
        for (var y = 0; y < 8; y++)
        {
            var row = Vector256.Min(Vector256.Max(rows[y] + half, Vector256<int>.Zero), most).AsUInt32();
            Vector128.Narrow(row.GetLower(), row.GetUpper()).CopyTo(samples[(y * stride)..]);
        }
    }

    // The even part turns two pairs by a multiple of an eighth of a circle, the odd part four numbers by sixteenths. Whatever overflows
    // comes from no encoder.
    private static void Pass(Span<Vector256<int>> v, int shift)
    {
        var turned = (v[2] + v[6]) * Fixed(0.541196100);
        var (even2, even3) = (turned - (v[6] * Fixed(1.847759065)), turned + (v[2] * Fixed(0.765366865)));
        var (even0, even1) = ((v[0] + v[4]) << Bits, (v[0] - v[4]) << Bits);
        var (sum0, sum1, sum2, sum3) = (even0 + even3, even1 + even2, even1 - even2, even0 - even3);

        var (outer, inner, odd, other) = (v[7] + v[1], v[5] + v[3], v[7] + v[3], v[5] + v[1]);
        var common = (odd + other) * Fixed(1.175875602);
        outer *= -Fixed(0.899976223);
        inner *= -Fixed(2.562915447);
        odd = (odd * -Fixed(1.961570560)) + common;
        other = (other * -Fixed(0.390180644)) + common;
        var difference3 = (v[7] * Fixed(0.298631336)) + outer + odd;
        var difference2 = (v[5] * Fixed(2.053119869)) + inner + other;
        var difference1 = (v[3] * Fixed(3.072711026)) + inner + odd;
        var difference0 = (v[1] * Fixed(1.501321110)) + outer + other;

        var round = Vector256.Create(1 << (shift - 1));
        (v[0], v[7]) = ((sum0 + difference0 + round) >> shift, (sum0 - difference0 + round) >> shift);
        (v[1], v[6]) = ((sum1 + difference1 + round) >> shift, (sum1 - difference1 + round) >> shift);
        (v[2], v[5]) = ((sum2 + difference2 + round) >> shift, (sum2 - difference2 + round) >> shift);
        (v[3], v[4]) = ((sum3 + difference3 + round) >> shift, (sum3 - difference3 + round) >> shift);
    }

    private static void Transpose(Span<Vector256<int>> rows)
    {
        Span<int> from = stackalloc int[64];
        Span<int> to = stackalloc int[64];
        for (var y = 0; y < 8; y++)
            rows[y].CopyTo(from[(y * 8)..]);

        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
                to[(y * 8) + x] = from[(x * 8) + y];
        }

        for (var y = 0; y < 8; y++)
            rows[y] = Vector256.Create<int>(to[(y * 8)..]);
    }

    private static int Fixed(double number) => (int)((number * (1 << Bits)) + 0.5);
}
