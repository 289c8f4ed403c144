using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>
/// Reads data sets (PS3.5 section 7). Takes nothing on trust: every length is checked against what surrounds it, and depth and number of
/// elements are bounded.
/// </summary>
internal ref partial struct DicomReader
{
    private const uint Undefined = 0xFFFFFFFF;

    private readonly DicomSource _source;
    private readonly DicomReadOptions _options;
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly bool _inMemory;
    private int _budget;
    private long _memoryLeft;

    // Elements that attempts in vain have met, to find a sequence; those of the data set are counted apart
    private long _inVain;

    // The bytes around the position
    private ReadOnlySpan<byte> _window;
    private long _windowOffset;

    // The elements of all data sets that are not complete yet, the outer ones first
    private DicomItem[] _stack;
    private int _stackCount;

    // Where copies of small values go
    private byte[] _block = [];
    private int _blockUsed;

    public DicomReader(DicomSource source, DicomReadOptions options)
    {
        _source = source;
        _options = options;
        _inMemory = source.TryGetMemory(out _memory);
        _window = _memory.Span;
        _budget = options.MaxElements;
        _memoryLeft = options.MaxMemory;
        _stack = ArrayPool<DicomItem>.Shared.Rent(256);
    }

    /// <summary>Where the next element starts.</summary>
    public long Position { get; set; }

    /// <summary>Where the first PixelData of the first level starts.</summary>
    public long? PixelDataOffset { get; private set; }

    /// <summary>Why reading stopped before the end of the file.</summary>
    public string? PartialReason { get; private set; }

    public readonly void Dispose() => ArrayPool<DicomItem>.Shared.Return(_stack, clearArray: true);

    /// <summary>Looks at what stands at a place, without moving there; shorter than asked for when the file ends before. Valid until the
    /// next call.</summary>
    public ReadOnlySpan<byte> LookAt(long offset, int count) =>
        offset < _source.Length ? Peek(offset, (int)Math.Min(count, _source.Length - offset)) : default;

    /// <summary>Group 0002 from the current position on, whatever its group length says.</summary>
    public DicomDataset ReadFileMetaInfo(DicomTransferSyntax syntax)
    {
        var meta = new DicomDataset(syntax, _options, parent: null);
        var level = new Level(meta, _source.Length, Depth: 0, First: _stackCount);
        while (LookAt(Position, ShortHeader) is { Length: ShortHeader } bytes && UInt16(bytes, syntax.IsBigEndian) == 0x0002)
            ReadElement(ReadHeader(level), ref level);

        Finish(level);
        return meta;
    }

    /// <summary>Everything from the current position on.</summary>
    public DicomDataset ReadDataset(DicomTransferSyntax syntax)
    {
        var dataset = new DicomDataset(syntax, _options, parent: null);
        var level = new Level(dataset, _source.Length, Depth: 0, First: _stackCount);
        var complete = 0;
        var pixelsSeen = false;
        try
        {
            while (Position < level.End && PartialReason is null)
            {
                RequireHeader(level.End);
                var start = Position;
                var header = ReadHeader(level);
                if (!IsPixelData(header.Tag))
                {
                    ReadElement(header, ref level);
                }
                else
                {
                    pixelsSeen = true;
                    if (header.Tag.Element == 0x0010)
                        PixelDataOffset ??= start;

                    Push(ReadPixelData(header, ref level));
                    if (_options.StopBeforePixelData)
                        break;
                }

                complete = _stackCount;
            }
        }
        catch (DicomFileException error) when (pixelsSeen && error.Reason is DicomFileError.Truncated or DicomFileError.Malformed)
        {
            // What says who and what this is stands before the pixels
            PartialReason = error.Message;
            DropAbove(complete);
        }

        Finish(level);
        return dataset;
    }

    private void ReadElement(Header header, ref Level level)
    {
        if (header.Tag.Group == 0xFFFE)
        {
            RequireStrayDelimiter(header);
            return;
        }

        if (header.Length == Undefined)
        {
            Push(ReadUndefinedLength(header, level));
            return;
        }

        if (header.VR == DicomVR.SQ && (level.Dataset.Syntax.IsExplicitVR || LooksLikeItems(header, level)))
        {
            Push(new DicomSequence(header.Tag, ReadItems(header, level, level.Dataset.Syntax)));
            return;
        }

        if (header.VR == DicomVR.UN && TryReadUnknown(header, level) is { } sequence)
        {
            Push(sequence);
            return;
        }

        var element = ReadValue(header, level.End);
        Push(element);
        if (header.Tag.IsPrivateCreator && !level.Dataset.Syntax.IsExplicitVR)
            level = level.WithCreator(header.Tag, DicomEncoding.Latin1.Decode(DicomValueText.TrimPadding(element.GetStart()), DicomVR.LO));
    }

    private DicomElement ReadValue(Header header, long end)
    {
        var (tag, vr, length) = header;
        if (vr == DicomVR.SQ)
            vr = DicomVR.UN;

        var start = Position;
        RequireBytes(header, end);
        Position = start + length;
        if (_inMemory)
            return DicomElement.InMemory(tag, vr, start, _memory.Slice((int)start, (int)length));

        return length > _options.LargeElement
            ? DicomElement.InFile(tag, vr, start, length, _source)
            : DicomElement.InMemory(tag, vr, start, Keep(start, (int)length));
    }

    private DicomItem ReadUndefinedLength(Header header, in Level level)
    {
        var (tag, vr, _) = header;
        var syntax = level.Dataset.Syntax;
        if (IsPixelData(tag))
            return ReadFragments(header, level, mayBeCut: false);

        if (vr == DicomVR.SQ || !syntax.IsExplicitVR)
            return new DicomSequence(tag, ReadItems(header, level, syntax));

        if (vr == DicomVR.UN)
            return ReadUnknown(header, level);

        if (!vr.IsString && !vr.IsNumber)
            return ReadFragments(header, level, mayBeCut: false);

        throw new DicomFileException(DicomFileError.Malformed, $"{tag} of VR {vr} has no length");
    }

    private DicomDataset[] ReadItems(Header sequence, in Level level, DicomTransferSyntax syntax)
    {
        if (level.Depth >= _options.MaxDepth)
            throw new DicomFileException(DicomFileError.TooDeep, $"{sequence.Tag} lies deeper than {_options.MaxDepth} sequences");

        var undefined = sequence.Length == Undefined;
        if (!undefined)
            RequireBytes(sequence, level.End);

        var end = undefined ? level.End : Position + sequence.Length;
        var bigEndian = syntax.IsBigEndian;
        List<DicomDataset>? items = null;
        while (Position < end)
        {
            RequireHeader(level.End);
            var item = ReadItemHeader(bigEndian);
            if (item.Tag == DicomTag.ItemStart)
            {
                // An item that is longer than its sequence: the item is right, as for Orthanc
                var itemEnd = item.Length == Undefined ? end : level.End;
                (items ??= []).Add(ReadItem(item, new DicomDataset(syntax, _options, level.Dataset), itemEnd, level.Depth + 1));
            }
            else if (item.Tag == DicomTag.SequenceEnd && undefined)
            {
                return items is null ? [] : [.. items];
            }
            else
            {
                RequireStrayDelimiter(item);
            }
        }

        // Within an item of known length the end of that item ends the sequence too
        if (undefined && level.Depth == 0)
            throw new DicomFileException(DicomFileError.Truncated, $"The file ends inside of sequence {sequence.Tag}");

        return items is null ? [] : [.. items];
    }

    private DicomDataset ReadItem(Header item, DicomDataset dataset, long end, int depth)
    {
        Spend();
        var undefined = item.Length == Undefined;
        if (!undefined)
        {
            RequireBytes(item, end);
            end = Position + item.Length;
        }

        var level = new Level(dataset, end, depth, First: _stackCount);
        while (Position < end)
        {
            RequireHeader(end);
            var start = Position;
            var header = ReadHeader(level);
            if (undefined && header.Tag.Group == 0xFFFE)
            {
                // If the item's own delimiter was forgotten, what starts or ends here belongs to the sequence
                if (header.Tag != DicomTag.ItemEnd)
                    Position = start;

                Finish(level);
                return dataset;
            }

            ReadElement(header, ref level);
        }

        Finish(level);
        return dataset;
    }

    /// <summary>The dictionary may be wrong about what a manufacturer stored in a private element: a sequence starts with an
    /// item.</summary>
    private bool LooksLikeItems(Header header, in Level level)
    {
        if (header.Length < ShortHeader || level.End - Position < ShortHeader)
            return header.Length == 0;

        var bytes = Peek(Position, ShortHeader);
        return UInt16(bytes, level.Dataset.Syntax.IsBigEndian) == 0xFFFE;
    }
}
