namespace EventDicom.Dicom;

/// <summary>Decodes a scan of a progressive DCT stream (ITU-T T.81 annex G): some coefficients of all blocks, or one more bit of
/// them.</summary>
internal ref struct JpegProgressiveScanDecoder
{
    private readonly JpegFrame _frame;
    private readonly JpegScan _scan;
    private readonly int[] _predictions = new int[4];

    // Blocks that have no further new coefficient in this scan (EOBRUN).
    private int _emptyBlocks;

    /// <exception cref="DicomCodecException">The scan is not one that may follow those before it.</exception>
    public JpegProgressiveScanDecoder(JpegFrame frame, JpegScan scan)
    {
        (_frame, _scan) = (frame, scan);
        var (start, end, high, low) = (scan.SpectralStart, scan.SpectralEnd, scan.ApproximationHigh, scan.ApproximationLow);
        var isDc = start == 0;
        if (start > end || end > 63 || low > 13 || (high != 0 && high != low + 1) || (isDc ? end != 0 : scan.Components.Count > 1))
            throw new DicomCodecException("A scan header of a progressive JPEG stream is damaged");

        foreach (var component in scan.Components)
        {
            if (!isDc && component.LowestBits[0] == JpegComponent.Never)
                throw new DicomCodecException("A progressive JPEG stream does not start with the mean of its blocks");

            // Each bit comes once: that bounds the number of scans as well.
            var bits = component.LowestBits.AsSpan(start..(end + 1));
            if (bits.ContainsAnyExcept(high == 0 ? JpegComponent.Never : (byte)high))
                throw new DicomCodecException("The scans of a progressive JPEG stream do not follow each other");

            bits.Fill((byte)low);
        }
    }

    /// <summary>When all scans have come: coefficients to samples.</summary>
    public static void Transform(JpegFrame frame, ushort[]?[] quantization)
    {
        Span<float> block = stackalloc float[64];
        foreach (var component in frame.Components)
        {
            var steps = JpegSequentialScanDecoder.Steps(component, quantization);
            for (var (from, number) = (0, 0); from < component.Coefficients.Length; from += 64, number++)
            {
                var coefficients = component.Coefficients.AsSpan(from, 64);
                for (var k = 0; k < 64; k++)
                    block[JpegZigzag.Places[k]] = coefficients[k] * steps[k];

                var (y, x) = Math.DivRem(number, component.Stride);
                JpegInverseDct.Transform(block, component.Plane.AsSpan(((y * 8 * component.Stride) + x) * 8), component.Stride * 8,
                    frame.Precision);
            }
        }
    }

    public void Decode(ref JpegBitReader bits)
    {
        var mcus = new JpegMcuWalk(_frame, _scan);
        while (mcus.Next(ref bits))
        {
            if (mcus.IsRestart)
            {
                Array.Clear(_predictions);
                _emptyBlocks = 0;
            }

            for (var i = 0; i < _scan.Components.Count; i++)
            {
                var component = _scan.Components[i];
                for (var (number, count) = (0, mcus.BlocksOf(component)); number < count; number++)
                {
                    var (x, y) = mcus.Place(component, number);
                    DecodeBlock(ref bits, i, component.Coefficients.AsSpan(((y * component.Stride) + x) * 64, 64));
                }
            }
        }
    }

    private void DecodeBlock(ref JpegBitReader bits, int component, Span<short> block)
    {
        var isFirst = _scan.ApproximationHigh == 0;
        if (_scan.SpectralStart > 0)
        {
            if (isFirst)
                DecodeAc(ref bits, _scan.AcTable(component), block);
            else
                RefineAc(ref bits, _scan.AcTable(component), block);

            return;
        }

        bits.Fill();
        if (isFirst)
        {
            _predictions[component] += bits.ReadSigned(bits.ReadSymbol(_scan.DcTable(component)));
            block[0] = (short)(_predictions[component] << _scan.ApproximationLow);
        }
        else
        {
            block[0] |= (short)(bits.ReadBits(1) << _scan.ApproximationLow);
        }
    }

    private void DecodeAc(ref JpegBitReader bits, JpegHuffmanTable table, Span<short> block)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }

        for (var k = _scan.SpectralStart; k <= _scan.SpectralEnd; k++)
        {
            bits.Fill();
            var symbol = bits.ReadSymbol(table);
            var (zeros, length) = (symbol >> 4, symbol & 0xF);
            if (length == 0 && zeros < 15)
            {
                _emptyBlocks = (1 << zeros) + bits.ReadBits(zeros) - 1;
                return;
            }

            k += zeros;
            if (k > _scan.SpectralEnd)
                throw TooMany();

            if (length > 0)
                block[k] = (short)(bits.ReadSigned(length) << _scan.ApproximationLow);
        }
    }

    // ITU-T T.81 G.1.2.3: new coefficients of one bit, and between them one more bit of each that is there already.
    private void RefineAc(ref JpegBitReader bits, JpegHuffmanTable table, Span<short> block)
    {
        var k = _scan.SpectralStart;
        while (_emptyBlocks == 0 && k <= _scan.SpectralEnd)
        {
            bits.Fill();
            var symbol = bits.ReadSymbol(table);
            var (zeros, length, value) = (symbol >> 4, symbol & 0xF, 0);
            if (length > 0)
            {
                value = (bits.ReadBits(1) == 0 ? -1 : 1) << _scan.ApproximationLow;
            }
            else if (zeros < 15)
            {
                // This block is the first of them, its rest follows below.
                _emptyBlocks = (1 << zeros) + bits.ReadBits(zeros);
                break;
            }

            k = RefineUntil(ref bits, block, k, zeros);
            if (k > _scan.SpectralEnd && value != 0)
                throw TooMany();

            if (value != 0)
                block[k] = (short)value;

            k++;
        }

        if (_emptyBlocks > 0)
        {
            RefineUntil(ref bits, block, k, zeros: 64);
            _emptyBlocks--;
        }
    }

    /// <summary>Goes past a number of zeros to the next one, refining what it passes.</summary>
    private readonly int RefineUntil(ref JpegBitReader bits, Span<short> block, int k, int zeros)
    {
        for (; k <= _scan.SpectralEnd; k++)
        {
            ref var value = ref block[k];
            if (value == 0)
            {
                if (zeros-- == 0)
                    break;

                continue;
            }

            bits.Fill();
            if (bits.ReadBits(1) != 0)
                value += (short)((value > 0 ? 1 : -1) << _scan.ApproximationLow);
        }

        return k;
    }

    private static DicomCodecException TooMany() => new("A block of a progressive JPEG stream has more coefficients than its scan");
}
