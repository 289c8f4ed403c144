using System.Buffers;
using System.Numerics;

namespace EventDicom.Dicom;

/// <summary>
/// Writes a baseline or extended sequential stream (ITU-T T.81 annex F.1) in one scan, gray or YCbCr with half the chroma in a row, with
/// the Huffman codes that suit the frame best.
/// </summary>
internal sealed class JpegSequentialEncoder
{
    private readonly DicomPixelFormat _format;
    private readonly int _precision;
    private readonly JpegComponent[] _components;
    private readonly ushort[][] _steps;

    // By component class: differences and AC coefficients of luminance, then of chrominance.
    private readonly long[][] _counts = [new long[256], new long[256], new long[256], new long[256]];
    private JpegHuffmanCode[] _codes = [];

    private JpegSequentialEncoder(DicomPixelFormat format, int precision, int quality)
    {
        (_format, _precision) = (format, precision);
        _components = format.SamplesPerPixel == 1 ? [new(1, 1, 1, 0)] : [new(1, 2, 1, 0), new(2, 1, 1, 1), new(3, 1, 1, 1)];
        _steps = [JpegQuantization.Create(quality, isChrominance: false)];
        if (format.SamplesPerPixel > 1)
            _steps = [.. _steps, JpegQuantization.Create(quality, isChrominance: true)];
    }

    private int McuWidth => 8 * _components[0].Horizontal;

    private int McusAcross => (_format.Width + McuWidth - 1) / McuWidth;

    private int BlocksInMcu => _components.Sum(component => component.Horizontal);

    /// <param name="samples">The frame, pixel by pixel; unsigned gray, RGB or YBR_FULL.</param>
    /// <param name="precision">8 for a baseline stream, or 12.</param>
    /// <param name="quality">1 to 100.</param>
    public static void Encode(ReadOnlySpan<byte> samples, DicomPixelFormat format, byte frameMarker, int precision, int quality,
        IBufferWriter<byte> output) =>
        new JpegSequentialEncoder(format, precision, quality).Encode(samples, frameMarker, output);

    private void Encode(ReadOnlySpan<byte> samples, byte frameMarker, IBufferWriter<byte> output)
    {
        var length = McusAcross * ((_format.Height + 7) / 8) * BlocksInMcu * 64;
        var rented = ArrayPool<short>.Shared.Rent(length);
        try
        {
            var coefficients = rented.AsSpan(0, length);
            Transform(samples, coefficients);
            var nowhere = default(JpegBitWriter);
            Code(coefficients, ref nowhere);
            _codes = [.. _counts.Take(_steps.Length * 2).Select(counts => new JpegHuffmanCode(counts))];

            JpegSegments.WriteMarker(output, JpegMarker.StartOfImage);
            for (var i = 0; i < _steps.Length; i++)
                JpegSegments.WriteQuantization(output, (byte)i, _steps[i]);

            JpegSegments.WriteFrame(output, frameMarker, _precision, _format, _components);
            JpegSegments.WriteCodes(output, [.. _codes.Select((code, i) => ((byte)(((i % 2) << 4) | (i / 2)), code))]);
            JpegSegments.WriteScan(output, _components, 0, 63);
            var writer = new JpegBitWriter(output);
            Code(coefficients, ref writer);
            writer.Finish();
            JpegSegments.WriteMarker(output, JpegMarker.EndOfImage);
        }
        finally
        {
            ArrayPool<short>.Shared.Return(rented);
        }
    }

    /// <summary>Makes quantized coefficients, each block in zigzag order, in the order in which the scan has the blocks.</summary>
    private void Transform(ReadOnlySpan<byte> samples, Span<short> coefficients)
    {
        var strip = new JpegStrip(_format, _precision, McusAcross * McuWidth);
        Span<float> block = stackalloc float[64];
        for (var row = 0; row < _format.Height; row += 8)
        {
            strip.Read(samples, row);
            for (var mcu = 0; mcu < McusAcross; mcu++)
            {
                for (var i = 0; i < _components.Length; i++)
                {
                    var (across, steps) = (_components[i].Horizontal, _steps[_components[i].QuantizationTable]);
                    for (var x = mcu * across; x < (mcu + 1) * across; x++)
                    {
                        strip.CopyBlock(i, x, isHalved: i > 0, block);
                        JpegDct.Forward(block);
                        Quantize(block, steps, coefficients[..64]);
                        coefficients = coefficients[64..];
                    }
                }
            }
        }
    }

    private void Quantize(ReadOnlySpan<float> block, ushort[] steps, Span<short> coefficients)
    {
        // ITU-T T.81 F.1.2.2: the largest AC coefficient that has a code, 10 bits for samples of 8.
        var most = (4 << _precision) - 1;
        for (var k = 0; k < 64; k++)
        {
            var value = (int)MathF.Round(block[JpegZigzag.Places[k]] / steps[k]);
            coefficients[k] = (short)(k == 0 ? value : Math.Clamp(value, -most, most));
        }
    }

    /// <summary>Goes through the scan: while there are no codes only counting, then writing.</summary>
    private void Code(ReadOnlySpan<short> coefficients, ref JpegBitWriter writer)
    {
        Span<int> predictions = stackalloc int[_components.Length];
        while (!coefficients.IsEmpty)
        {
            for (var i = 0; i < _components.Length; i++)
            {
                var table = _components[i].QuantizationTable * 2;
                for (var number = 0; number < _components[i].Horizontal; number++)
                {
                    CodeBlock(coefficients[..64], table, ref predictions[i], ref writer);
                    coefficients = coefficients[64..];
                }
            }
        }
    }

    private void CodeBlock(ReadOnlySpan<short> block, int table, ref int prediction, ref JpegBitWriter writer)
    {
        Emit(table, 0, block[0] - prediction, ref writer);
        prediction = block[0];
        var zeros = 0;
        var last = block.LastIndexOfAnyExcept((short)0);
        for (var k = 1; k <= last; k++)
        {
            if (block[k] == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16)
                Emit(table + 1, 15, 0, ref writer);

            Emit(table + 1, zeros, block[k], ref writer);
            zeros = 0;
        }

        if (last < 63)
            Emit(table + 1, 0, 0, ref writer);
    }

    private void Emit(int table, int zeros, int value, ref JpegBitWriter writer)
    {
        var length = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        var symbol = (zeros << 4) | length;
        if (_codes.Length == 0)
        {
            _counts[table][symbol]++;
            return;
        }

        var (code, codeLength) = _codes[table][symbol];
        writer.Write(((uint)code << length) | ((uint)(value + (value >> 31)) & ((1u << length) - 1)), codeLength + length);
    }
}
