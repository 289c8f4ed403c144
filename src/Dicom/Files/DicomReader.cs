using System.Buffers;
using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>
/// Reads data sets (PS3.5 section 7). Takes nothing on trust: every length is checked against what surrounds it, and depth and number of elements are bounded.
/// </summary>
internal ref partial struct DicomReader
{
    private const uint Undefined = 0xFFFFFFFF;
    private const int ShortHeader = 8;
    private const int LongHeader = 12;

    private readonly DicomSource _source;
    private readonly DicomReadOptions _options;
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly bool _inMemory;
    private ReadOnlySpan<byte> _window;
    private long _windowOffset;
    private long _position;
    private int _budget;
    private DicomItem[] _stack;
    private int _stackCount;
    private byte[] _block = [];
    private int _blockUsed;

    public DicomReader(DicomSource source, DicomReadOptions options)
    {
        _source = source;
        _options = options;
        _inMemory = source.TryGetMemory(out _memory);
        _window = _memory.Span;
        _budget = options.MaxElements;
        _stack = ArrayPool<DicomItem>.Shared.Rent(256);
    }

    /// <summary>Where the next element starts.</summary>
    public long Position
    {
        readonly get => _position;
        set => _position = value;
    }

    /// <summary>Where the first PixelData of the first level starts.</summary>
    public long? PixelDataOffset { get; private set; }

    /// <summary>Why reading stopped before the end of the file.</summary>
    public string? PartialReason { get; private set; }

    public readonly void Dispose() => ArrayPool<DicomItem>.Shared.Return(_stack, clearArray: true);

    /// <summary>Group 0002 from the current position on, whatever its group length says.</summary>
    public DicomDataset ReadFileMetaInfo(DicomTransferSyntax syntax)
    {
        var meta = new DicomDataset(syntax, _options, parent: null);
        var first = _stackCount;
        while (_source.Length - _position >= ShortHeader && PeekGroup(syntax.IsBigEndian) == 0x0002)
            Push(ReadItem(ReadHeader(syntax, _source.Length), meta, _source.Length, depth: 0));

        Finish(meta, first);
        return meta;
    }

    /// <summary>Everything from the current position on.</summary>
    public DicomDataset ReadDataset(DicomTransferSyntax syntax)
    {
        var dataset = new DicomDataset(syntax, _options, parent: null);
        var end = _source.Length;
        var first = _stackCount;
        while (PartialReason is null && _position < end)
        {
            if (end - _position < ShortHeader)
            {
                PartialReason = $"{end - _position} bytes at the end are no element";
                break;
            }

            var start = _position;
            var header = ReadHeader(syntax, end);
            if (header.Tag.Group == 0xFFFE && IsStrayDelimiter(header))
                continue;

            if (!IsPixelData(header.Tag))
            {
                Push(ReadItem(header, dataset, end, depth: 0));
                continue;
            }

            if (header.Tag.Element == 0x0010)
                PixelDataOffset ??= start;

            if (_options.StopBeforePixelData)
            {
                Push(DicomElement.Skipped(header.Tag, header.VR, _position, header.Length));
                break;
            }

            Push(ReadPixelData(header, dataset));
        }

        Finish(dataset, first);
        return dataset;
    }

    private static bool IsPixelData(DicomTag tag) => tag is { Group: 0x7FE0, Element: 0x0008 or 0x0009 or 0x0010 };

    private DicomItem ReadPixelData(Header header, DicomDataset dataset)
    {
        if (header.Length == Undefined)
            return ReadFragments(header, _source.Length, mayBeCut: true);

        var available = _source.Length - _position;
        if (header.Length > available)
        {
            PartialReason = $"The file ends inside of {header.Tag}: {available} of {header.Length} bytes are there";
            header = header with { Length = (uint)available };
        }

        return ReadItem(header, dataset, _source.Length, depth: 0);
    }

    private DicomItem ReadItem(Header header, DicomDataset dataset, long end, int depth)
    {
        var (tag, vr, length) = header;
        if (length == Undefined)
            return ReadUndefinedLength(header, dataset, end, depth);

        var start = _position;
        var valueEnd = start + length;
        if (valueEnd > end)
            throw PastTheEnd(header, end);

        if (vr == DicomVR.SQ)
            return new DicomSequence(tag, vr, ReadItems(header, dataset, dataset.Syntax, valueEnd, depth));

        _position = valueEnd;
        if (_inMemory)
            return DicomElement.InMemory(tag, vr, start, _memory.Slice((int)start, (int)length));

        return length > _options.LargeElement
            ? DicomElement.InFile(tag, vr, start, length, _source)
            : DicomElement.InMemory(tag, vr, start, Keep(start, (int)length));
    }

    private DicomItem ReadUndefinedLength(Header header, DicomDataset dataset, long end, int depth)
    {
        var (tag, vr, _) = header;
        if (vr == DicomVR.SQ)
            return new DicomSequence(tag, vr, ReadItems(header, dataset, dataset.Syntax, end, depth));

        if (IsPixelData(tag) || vr == DicomVR.OB || vr == DicomVR.OW || vr == DicomVR.OF || vr == DicomVR.OD || vr == DicomVR.OL || vr == DicomVR.OV)
            return ReadFragments(header, end, mayBeCut: false);

        // PS3.5 section 6.2.2 note 2: a sequence of unknown VR keeps the implicit little endian in which it was once received
        if (vr == DicomVR.UN)
            return new DicomSequence(tag, vr, ReadItems(header, dataset, DicomTransferSyntax.ImplicitVRLittleEndian, end, depth));

        throw new DicomFileException(DicomFileError.Malformed, $"{tag} of VR {vr} has no length");
    }

    private DicomDataset[] ReadItems(Header sequence, DicomDataset parent, DicomTransferSyntax syntax, long end, int depth)
    {
        if (depth >= _options.MaxDepth)
            throw new DicomFileException(DicomFileError.TooDeep, $"{sequence.Tag} lies deeper than {_options.MaxDepth} sequences");

        var undefined = sequence.Length == Undefined;
        List<DicomDataset>? items = null;
        while (_position < end)
        {
            RequireHeader(sequence.Tag, end);
            var header = ReadHeader(syntax, end);
            if (header.Tag == DicomTag.ItemStart)
            {
                Spend();
                (items ??= []).Add(ReadItemDataset(header, parent, syntax, end, depth + 1));
            }
            else if (header.Tag == DicomTag.SequenceEnd)
            {
                if (undefined)
                    return items is null ? [] : [.. items];
            }
            else if (header.Tag != DicomTag.ItemEnd)
            {
                throw new DicomFileException(DicomFileError.Malformed, $"{header.Tag} stands in sequence {sequence.Tag} where an item must");
            }
        }

        if (undefined && end == _source.Length)
            throw new DicomFileException(DicomFileError.Truncated, $"The file ends inside of sequence {sequence.Tag}");

        return items is null ? [] : [.. items];
    }

    private DicomDataset ReadItemDataset(Header item, DicomDataset parent, DicomTransferSyntax syntax, long end, int depth)
    {
        var undefined = item.Length == Undefined;
        if (!undefined)
        {
            if (_position + item.Length > end)
                throw PastTheEnd(item, end);

            end = _position + item.Length;
        }

        var dataset = new DicomDataset(syntax, _options, parent);
        var first = _stackCount;
        while (_position < end)
        {
            RequireHeader(item.Tag, end);
            var start = _position;
            var header = ReadHeader(syntax, end);
            if (header.Tag.Group != 0xFFFE)
            {
                Push(ReadItem(header, dataset, end, depth));
                continue;
            }

            if (header.Tag == DicomTag.ItemEnd && undefined)
            {
                Finish(dataset, first);
                return dataset;
            }

            // The item's own delimiter was forgotten: what starts or ends here belongs to the sequence
            if (undefined && header.Tag != DicomTag.ItemEnd)
            {
                _position = start;
                break;
            }

            if (!IsStrayDelimiter(header))
                throw new DicomFileException(DicomFileError.Malformed, $"{header.Tag} stands inside of an item");
        }

        if (undefined && _position == _source.Length)
            throw new DicomFileException(DicomFileError.Truncated, "The file ends inside of an item");

        Finish(dataset, first);
        return dataset;
    }

    private DicomFragmentSequence ReadFragments(Header header, long end, bool mayBeCut)
    {
        var fragments = new List<DicomFragment>();
        while (end - _position >= ShortHeader)
        {
            var item = ReadHeader(DicomTransferSyntax.ImplicitVRLittleEndian, end);
            if (item.Tag == DicomTag.SequenceEnd)
                return new DicomFragmentSequence(header.Tag, header.VR, fragments, _source);

            if (item.Tag != DicomTag.ItemStart || item.Length == Undefined)
                throw new DicomFileException(DicomFileError.Malformed, $"{item.Tag} stands among the fragments of {header.Tag}");

            Spend();
            var length = Math.Min(item.Length, end - _position);
            fragments.Add(new DicomFragment(_position, length));
            _position += length;
            if (length < item.Length)
                break;
        }

        var reason = $"The file ends inside of the fragments of {header.Tag}";
        if (!mayBeCut)
            throw new DicomFileException(DicomFileError.Truncated, reason);

        PartialReason = reason;
        return new DicomFragmentSequence(header.Tag, header.VR, fragments, _source);
    }
}
