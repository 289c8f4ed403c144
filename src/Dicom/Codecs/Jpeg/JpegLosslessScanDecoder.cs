using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>Decodes a scan of a lossless stream (ITU-T T.81 annex H): differences from a prediction out of the neighbours.</summary>
internal readonly ref struct JpegLosslessScanDecoder
{
    private readonly JpegFrame _frame;
    private readonly JpegScan _scan;
    private readonly bool _isWide;
    private readonly int _restartRows;

    /// <param name="isWide">A sample takes two bytes.</param>
    public JpegLosslessScanDecoder(JpegFrame frame, JpegScan scan, bool isWide)
    {
        (_frame, _scan, _isWide) = (frame, scan, isWide);
        if (scan.SpectralStart is < 1 or > 7 || scan.ApproximationLow >= frame.Precision)
            throw new DicomCodecException(
                $"A lossless JPEG stream has predictor {scan.SpectralStart} and point transform {scan.ApproximationLow}");

        // ITU-T T.81 H.1.1: whole rows.
        if (scan.RestartInterval % frame.Width != 0)
            throw new DicomCodecException("A lossless JPEG stream restarts within a row");

        _restartRows = scan.RestartInterval / frame.Width;
    }

    public void Decode(ref JpegBitReader bits, Span<byte> samples)
    {
        var count = _scan.Components.Count;
        var (above, row) = (new ushort[_frame.Width * count], new ushort[_frame.Width * count]);
        for (var y = 0; y < _frame.Height; y++)
        {
            var isRestart = _restartRows > 0 && y > 0 && y % _restartRows == 0;
            if (isRestart)
                bits.Restart();

            ReadDifferences(ref bits, row);
            bits.ThrowIfOverrun();
            if (y == 0 || isRestart)
            {
                for (var i = 0; i < count; i++)
                    row[i] += (ushort)(1 << (_frame.Precision - _scan.ApproximationLow - 1));

                JpegPredictor.AddFromLeft(row, count);
            }
            else
            {
                JpegPredictor.Add(_scan.SpectralStart, row, above, count);
            }

            Write(row, y, samples);
            (above, row) = (row, above);
        }
    }

    private void ReadDifferences(ref JpegBitReader bits, Span<ushort> row)
    {
        if (_scan.Components.Count == 1)
        {
            var table = _scan.DcTable(0);
            for (var i = 0; i < row.Length; i++)
                row[i] = ReadDifference(ref bits, table);

            return;
        }

        for (var (i, component) = (0, 0); i < row.Length; i++)
        {
            row[i] = ReadDifference(ref bits, _scan.DcTable(component));
            component = component + 1 == _scan.Components.Count ? 0 : component + 1;
        }
    }

    private static ushort ReadDifference(ref JpegBitReader bits, JpegHuffmanTable table)
    {
        bits.Fill();
        var length = bits.ReadSymbol(table);

        // ITU-T T.81 H.1.2.2: 32768 has a length of its own and no bits.
        return length == 16 ? (ushort)0x8000 : (ushort)bits.ReadSigned(length);
    }

    private void Write(ReadOnlySpan<ushort> row, int y, Span<byte> samples)
    {
        var (count, all) = (_scan.Components.Count, _frame.Components.Count);
        var (up, down) = (_frame.SignShift + _scan.ApproximationLow, _frame.SignShift);
        var wide = MemoryMarshal.Cast<byte, ushort>(samples);
        for (var i = 0; i < count; i++)
        {
            var to = (y * _frame.Width * all) + _frame.IndexOf(_scan.Components[i]);
            if (!_isWide)
            {
                for (var from = i; from < row.Length; from += count, to += all)
                    samples[to] = (byte)((short)(row[from] << up) >> down);
            }
            else if (up == 0 && all == 1)
            {
                row.CopyTo(wide[to..]);
            }
            else
            {
                for (var from = i; from < row.Length; from += count, to += all)
                    wide[to] = (ushort)((short)(row[from] << up) >> down);
            }
        }
    }
}
