using System.Buffers;
using System.Buffers.Binary;

namespace EventDicom.Dicom;

internal ref partial struct DicomReader
{
    private const int ShortHeader = 8;
    private const int LongHeaderRest = 4;
    private const int BlockSize = 16 * 1024;

    // An element, or an item with its array, and their places in arrays
    private const int ElementCost = 128;

    /// <summary>What stands before a value (PS3.5 section 7.1). <see cref="Position"/> is where the value starts.</summary>
    private readonly record struct Header(DicomTag Tag, DicomVR VR, uint Length);

    /// <summary>The data set that is being read: it ends at End at the latest, and its elements lie on the stack from First on.</summary>
    private readonly record struct Level(DicomDataset Dataset, long End, int Depth, int First)
    {
        private Dictionary<DicomTag, string>? Creators { get; init; }

        public string? CreatorOf(DicomTag tag) =>
            tag.PrivateCreatorTag is { } creator && Creators is not null ? Creators.GetValueOrDefault(creator) : null;

        public Level WithCreator(DicomTag tag, string name)
        {
            var creators = Creators ?? [];
            creators.TryAdd(tag, name);
            return this with { Creators = creators };
        }
    }

    private Header ReadHeader(in Level level)
    {
        var bytes = Peek(Position, ShortHeader);
        Position += ShortHeader;
        var syntax = level.Dataset.Syntax;
        var bigEndian = syntax.IsBigEndian;
        var tag = new DicomTag(UInt16(bytes, bigEndian), UInt16(bytes[2..], bigEndian));
        if (tag.Group == 0xFFFE)
            return new Header(tag, DicomVR.UN, UInt32(bytes[4..], bigEndian));

        if (!syntax.IsExplicitVR)
        {
            var creator = tag.IsPrivate ? level.CreatorOf(tag) : null;
            return new Header(tag, _options.Dictionary.LookupVR(tag, creator), UInt32(bytes[4..], bigEndian));
        }

        byte first = bytes[4], second = bytes[5];
        var vr = DicomVR.TryParse(first, second);

        // PS3.5 section 6.2: VRs to come will have the long form; but what is not even two capital letters is no VR to come
        var isLong = vr?.Has32BitLength ?? (char.IsAsciiLetterUpper((char)first) && char.IsAsciiLetterUpper((char)second));
        if (!isLong)
            return new Header(tag, vr ?? DicomVR.UN, UInt16(bytes[6..], bigEndian));

        if (level.End - Position < LongHeaderRest)
            throw new DicomFileException(DicomFileError.Truncated, $"{tag} ends before its length");

        bytes = Peek(Position, LongHeaderRest);
        Position += LongHeaderRest;
        return new Header(tag, vr ?? DicomVR.UN, UInt32(bytes, bigEndian));
    }

    /// <summary>An item or a delimiter, which have no VR in any syntax.</summary>
    private Header ReadItemHeader(bool bigEndian)
    {
        var bytes = Peek(Position, ShortHeader);
        Position += ShortHeader;
        var tag = new DicomTag(UInt16(bytes, bigEndian), UInt16(bytes[2..], bigEndian));
        return new Header(tag, DicomVR.UN, UInt32(bytes[4..], bigEndian));
    }

    private ReadOnlySpan<byte> Peek(long offset, int count)
    {
        var at = offset - _windowOffset;
        if (at < 0 || at + count > _window.Length)
        {
            _window = _source.Fetch(offset, count);
            _windowOffset = offset;
            at = 0;
        }

        return _window.Slice((int)at, count);
    }

    /// <summary>A copy of a small value, next to its neighbours in one block.</summary>
    private ReadOnlyMemory<byte> Keep(long offset, int length)
    {
        if (length == 0)
            return default;

        TakeMemory(length);
        var bytes = Peek(offset, length);
        if (length > BlockSize / 4)
            return bytes.ToArray();

        if (_blockUsed + length > _block.Length)
        {
            _block = GC.AllocateUninitializedArray<byte>(BlockSize);
            _blockUsed = 0;
        }

        var memory = _block.AsMemory(_blockUsed, length);
        bytes.CopyTo(memory.Span);
        _blockUsed += length;
        return memory;
    }

    private void Push(DicomItem item)
    {
        Spend();
        if (_stackCount == _stack.Length)
        {
            var larger = ArrayPool<DicomItem>.Shared.Rent(_stack.Length * 2);
            _stack.CopyTo(larger, 0);
            ArrayPool<DicomItem>.Shared.Return(_stack, clearArray: true);
            _stack = larger;
        }

        _stack[_stackCount++] = item;
    }

    /// <summary>Moves the elements of a data set from the stack into it.</summary>
    private void Finish(in Level level)
    {
        var items = _stack.AsSpan(level.First, _stackCount - level.First);
        var sorted = true;
        for (var i = 1; i < items.Length && sorted; i++)
            sorted = items[i - 1].Tag.Value < items[i].Tag.Value;

        level.Dataset.Fill(items, sorted);
        DropAbove(level.First);
    }

    private void DropAbove(int count)
    {
        _stack.AsSpan(count, _stackCount - count).Clear();
        _stackCount = count;
    }

    private void Spend()
    {
        if (--_budget < 0)
            throw new DicomFileException(DicomFileError.TooLarge, $"The file has more than {_options.MaxElements} elements and items");

        TakeMemory(ElementCost);
    }

    private void TakeMemory(int bytes)
    {
        _memoryLeft -= bytes;
        if (_memoryLeft < 0)
            throw new DicomFileException(DicomFileError.TooMuchMemory,
                $"The data set takes more than {_options.MaxMemory} bytes of memory");
    }

    /// <summary>An end delimiter that closes nothing does no harm; anything else of group FFFE has no place among elements.</summary>
    private static void RequireStrayDelimiter(Header header)
    {
        if (header is not { Tag: { Group: 0xFFFE, Element: 0xE00D or 0xE0DD }, Length: 0 })
            throw new DicomFileException(DicomFileError.Malformed, $"{header.Tag} stands where it must not");
    }

    private readonly void RequireHeader(long end)
    {
        if (end - Position < ShortHeader)
            throw new DicomFileException(CutOr(end, DicomFileError.Malformed),
                $"{end - Position} bytes are left where an element must start");
    }

    private readonly void RequireBytes(Header header, long end)
    {
        if (header.Length > end - Position)
            throw new DicomFileException(CutOr(Position + header.Length, DicomFileError.Malformed),
                $"{header.Tag} has {header.Length} bytes, but only {end - Position} follow");
    }

    private readonly DicomFileError CutOr(long end, DicomFileError otherwise) =>
        end >= _source.Length ? DicomFileError.Truncated : otherwise;

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
