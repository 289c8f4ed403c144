namespace EventDicom.Dicom;

/// <summary>Decodes a scan of a sequential DCT stream (ITU-T T.81 annex F.2) into the planes of its components.</summary>
internal readonly ref struct JpegSequentialScanDecoder
{
    private readonly JpegFrame _frame;
    private readonly JpegScan _scan;
    private readonly float[][] _steps;
    private readonly int[] _predictions = new int[4];

    public JpegSequentialScanDecoder(JpegFrame frame, JpegScan scan, ushort[]?[] quantization)
    {
        (_frame, _scan) = (frame, scan);
        _steps = [.. scan.Components.Select(component => Steps(component, quantization))];
    }

    /// <summary>Steps of a component as numbers to multiply with.</summary>
    /// <exception cref="DicomCodecException">The stream did not define them.</exception>
    public static float[] Steps(JpegComponent component, ushort[]?[] quantization) =>
        [.. (quantization[component.QuantizationTable]
            ?? throw new DicomCodecException("A JPEG stream uses a quantization table that was not defined")).Select(step => (float)step)];

    public void Decode(ref JpegBitReader bits)
    {
        var mcus = new JpegMcuWalk(_frame, _scan);
        Span<float> block = stackalloc float[64];
        while (mcus.Next(ref bits))
        {
            if (mcus.IsRestart)
                Array.Clear(_predictions);

            for (var i = 0; i < _scan.Components.Count; i++)
            {
                var component = _scan.Components[i];
                var (dc, ac, steps) = (_scan.DcTable(i), _scan.AcTable(i), _steps[i]);
                for (var (number, count) = (0, mcus.BlocksOf(component)); number < count; number++)
                {
                    var (x, y) = mcus.Place(component, number);
                    var target = component.Plane.AsSpan((((y * 8) * component.Stride) + x) * 8);
                    DecodeBlock(ref bits, dc, ac, steps, ref _predictions[i], block);
                    JpegInverseDct.Transform(block, target, component.Stride * 8, _frame.Precision);
                }
            }
        }
    }

    private static void DecodeBlock(ref JpegBitReader bits, JpegHuffmanTable dc, JpegHuffmanTable ac, float[] steps, ref int prediction,
        scoped Span<float> block)
    {
        block.Clear();
        bits.Fill();
        prediction += bits.ReadSigned(bits.ReadSymbol(dc));
        block[0] = prediction * steps[0];
        for (var k = 1; k < 64; k++)
        {
            bits.Fill();
            var symbol = bits.ReadSymbol(ac);
            var length = symbol & 0xF;
            if (length == 0)
            {
                // Sixteen zeros, or the end of the block.
                if (symbol != 0xF0)
                    return;

                k += 15;
                continue;
            }

            k += symbol >> 4;
            if (k > 63)
                throw new DicomCodecException("A block of a JPEG stream has more than 64 coefficients");

            block[JpegZigzag.Places[k]] = bits.ReadSigned(length) * steps[k];
        }
    }
}
