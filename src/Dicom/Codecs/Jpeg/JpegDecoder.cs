using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>Reads the segments of one JPEG stream (ITU-T T.81 annex B) up to the scan that completes the image; what follows is not looked
/// at.</summary>
internal ref struct JpegDecoder(ReadOnlySpan<byte> stream, DicomPixelFormat declared, Span<byte> samples)
{
    // Progressive streams of real encoders have about ten scans; each costs time, however short it is.
    private const int MostScans = 250;

    private readonly ReadOnlySpan<byte> _stream = stream;
    private readonly Span<byte> _samples = samples;
    private readonly JpegHuffmanTable?[] _dcTables = new JpegHuffmanTable?[4];
    private readonly JpegHuffmanTable?[] _acTables = new JpegHuffmanTable?[4];
    private readonly ushort[]?[] _quantization = new ushort[]?[4];
    private JpegFrame? _frame;
    private JpegColorHints _hints;
    private int _restartInterval;
    private int _position;

    /// <returns>The photometric interpretation of the samples.</returns>
    public string Decode()
    {
        if (!_stream.StartsWith((ReadOnlySpan<byte>)[0xFF, JpegMarker.StartOfImage]))
            throw new DicomCodecException("This is no JPEG stream");

        _position = 2;
        for (var scans = 0; scans < MostScans;)
        {
            var marker = NextMarker();
            if (marker == JpegMarker.EndOfImage)
                return Finish(isWhole: false);

            if (marker is JpegMarker.Temporary or (>= JpegMarker.FirstRestart and <= JpegMarker.StartOfImage))
                continue;

            var segment = Segment();
            if (marker == JpegMarker.StartOfScan)
            {
                scans++;
                DecodeScan(ReadScan(segment));
                if (IsComplete())
                    return Finish(isWhole: true);
            }
            else
            {
                ReadSegment(marker, segment);
            }
        }

        throw new DicomCodecException($"A JPEG stream has more than {MostScans} scans");
    }

    private void ReadSegment(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case JpegMarker.HuffmanTables:
                ReadHuffmanTables(segment);
                break;
            case JpegMarker.QuantizationTables:
                JpegQuantization.Read(segment, _quantization);
                break;
            case JpegMarker.RestartInterval when segment.Length >= 2:
                _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                break;
            case JpegMarker.App14 when segment.Length >= 12 && segment.StartsWith("Adobe"u8):
                _hints.AdobeTransform = segment[11];
                break;
            case >= JpegMarker.BaselineFrame and <= JpegMarker.LastFrame
                and not (JpegMarker.JpegExtension or JpegMarker.ArithmeticConditioning):
                _frame = _frame is null ? JpegFrame.Read(marker, segment, declared, _stream.Length)
                    : throw new DicomCodecException("A JPEG stream has two frames");
                if (_frame.Process != JpegProcess.Lossless)
                {
                    foreach (var component in _frame.Components)
                        component.Allocate(_frame);
                }

                break;
        }
    }

    private void ReadHuffmanTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length >= 17)
        {
            var counts = segment.Slice(1, 16);
            var (isAc, slot, count) = (segment[0] >> 4, segment[0] & 0xF, 0);
            foreach (var codes in counts)
                count += codes;

            if (isAc > 1 || slot > 3 || count > 256 || segment.Length < 17 + count)
                throw new DicomCodecException("A Huffman table of a JPEG stream is damaged");

            var symbols = segment.Slice(17, count);
            if (isAc == 0 && symbols.ContainsAnyExceptInRange((byte)0, (byte)16))
                throw new DicomCodecException("A Huffman table of a JPEG stream has a difference of more than 16 bits");

            var tables = isAc == 1 ? _acTables : _dcTables;
            (tables[slot] ??= new()).Load(counts, symbols);
            segment = segment[(17 + count)..];
        }
    }

    private readonly JpegScan ReadScan(ReadOnlySpan<byte> segment)
    {
        if (_frame is null)
            throw new DicomCodecException("A JPEG stream has a scan before its frame");

        var count = segment.Length > 0 ? segment[0] : 0;
        if (count < 1 || count > _frame.Components.Count || segment.Length < 4 + (2 * count))
            throw new DicomCodecException("A scan header of a JPEG stream is damaged");

        var components = new JpegComponent[count];
        var (dcTables, acTables) = (new JpegHuffmanTable?[count], new JpegHuffmanTable?[count]);
        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (segment[1 + (2 * i)], segment[2 + (2 * i)]);
            components[i] = _frame.Components.FirstOrDefault(component => component.Id == id)
                ?? throw new DicomCodecException("A scan of a JPEG stream names a component that its frame does not have");
            if (components.AsSpan(0, i).Contains(components[i]) || (tables >> 4) > 3 || (tables & 0xF) > 3)
                throw new DicomCodecException("A scan header of a JPEG stream is damaged");

            (dcTables[i], acTables[i]) = (_dcTables[tables >> 4], _acTables[tables & 0xF]);
        }

        var last = segment[(1 + (2 * count))..];
        return new()
        {
            Components = components, DcTables = dcTables, AcTables = acTables, RestartInterval = _restartInterval,
            SpectralStart = last[0], SpectralEnd = last[1], ApproximationHigh = last[2] >> 4, ApproximationLow = last[2] & 0xF,
        };
    }

    private void DecodeScan(JpegScan scan)
    {
        var frame = _frame!;
        if (frame.Process != JpegProcess.Progressive && scan.Components.Any(component => component.IsDecoded))
            throw new DicomCodecException("A JPEG stream has two scans of a component");

        var bits = new JpegBitReader(_stream, _position);
        switch (frame.Process)
        {
            case JpegProcess.Lossless:
                new JpegLosslessScanDecoder(frame, scan, declared.BitsAllocated == 16).Decode(ref bits, _samples);
                break;
            case JpegProcess.Progressive:
                new JpegProgressiveScanDecoder(frame, scan).Decode(ref bits);
                break;
            default:
                new JpegSequentialScanDecoder(frame, scan, _quantization).Decode(ref bits);
                break;
        }

        foreach (var component in scan.Components)
            component.IsDecoded = true;

        _position = bits.Position;
    }

    private readonly bool IsComplete()
    {
        foreach (var component in _frame!.Components)
        {
            var isComplete = _frame.Process == JpegProcess.Progressive
                ? !component.LowestBits.ContainsAnyExcept((byte)0) : component.IsDecoded;
            if (!isComplete)
                return false;
        }

        return true;
    }

    private readonly string Finish(bool isWhole)
    {
        // A progressive stream may end early in good order: coefficients that never came are zero.
        if (_frame is null
            || (!isWhole && (_frame.Process != JpegProcess.Progressive
                || _frame.Components.Any(component => component.LowestBits[0] == JpegComponent.Never))))
            throw new DicomCodecException("A JPEG stream ends before its image is complete");

        if (_frame.Process == JpegProcess.Lossless)
            return declared.IsSubsampled ? "YBR_FULL" : declared.PhotometricInterpretation;

        if (_frame.Process == JpegProcess.Progressive)
            JpegProgressiveScanDecoder.Transform(_frame, _quantization);

        return JpegColor.Write(_frame, _hints, declared, _samples);
    }

    private byte NextMarker()
    {
        // Whatever stands between segments is skipped, as other decoders do.
        while (_position + 1 < _stream.Length)
        {
            var (first, second) = (_stream[_position], _stream[_position + 1]);
            _position++;
            if (first == 0xFF && second is not (0 or 0xFF))
            {
                _position++;
                return second;
            }
        }

        throw new DicomCodecException("A JPEG stream ends before its image is complete");
    }

    private ReadOnlySpan<byte> Segment()
    {
        var rest = _stream[_position..];
        var length = rest.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(rest) : 0;
        if (length < 2 || length > rest.Length)
            throw new DicomCodecException("A segment of a JPEG stream is cut short");

        _position += length;
        return rest[2..length];
    }
}
