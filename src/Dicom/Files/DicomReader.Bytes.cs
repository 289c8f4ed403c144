using System.Buffers;
using System.Buffers.Binary;

namespace EventDicom.Dicom;

internal ref partial struct DicomReader
{
    private const int BlockSize = 16 * 1024;

    /// <summary>What stands before a value (PS3.5 section 7.1). <see cref="Position"/> is where the value starts.</summary>
    private readonly record struct Header(DicomTag Tag, DicomVR VR, uint Length);

    private Header ReadHeader(DicomTransferSyntax syntax, long end)
    {
        var bytes = Peek(_position, ShortHeader);
        _position += ShortHeader;
        var bigEndian = syntax.IsBigEndian;
        var tag = new DicomTag(UInt16(bytes, bigEndian), UInt16(bytes[2..], bigEndian));
        if (tag.Group == 0xFFFE)
            return new Header(tag, DicomVR.UN, UInt32(bytes[4..], bigEndian));

        if (!syntax.IsExplicitVR)
            return new Header(tag, _options.Dictionary.LookupVR(tag), UInt32(bytes[4..], bigEndian));

        byte first = bytes[4], second = bytes[5];
        var vr = DicomVR.TryParse(first, second);

        // PS3.5 section 6.2: VRs to come will have the long form, but what is not even two capital letters cannot be one
        var isLong = vr?.Has32BitLength ?? (char.IsAsciiLetterUpper((char)first) && char.IsAsciiLetterUpper((char)second));
        if (!isLong)
            return new Header(tag, vr ?? DicomVR.UN, UInt16(bytes[6..], bigEndian));

        if (end - _position < LongHeader - ShortHeader)
            throw new DicomFileException(DicomFileError.Truncated, $"The file ends inside of the length of {tag}");

        bytes = Peek(_position, LongHeader - ShortHeader);
        _position += LongHeader - ShortHeader;
        return new Header(tag, vr ?? DicomVR.UN, UInt32(bytes, bigEndian));
    }

    private ushort PeekGroup(bool bigEndian) => UInt16(Peek(_position, 2), bigEndian);

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

    private void Finish(DicomDataset dataset, int first)
    {
        var items = _stack.AsSpan(first, _stackCount - first);
        var sorted = true;
        for (var i = 1; i < items.Length && sorted; i++)
            sorted = items[i - 1].Tag.Value < items[i].Tag.Value;

        dataset.Fill(items, sorted);
        items.Clear();
        _stackCount = first;
    }

    private void Spend()
    {
        if (--_budget < 0)
            throw new DicomFileException(DicomFileError.TooLarge, $"The file has more than {_options.MaxElements} elements and items");
    }

    private static bool IsStrayDelimiter(Header header)
    {
        if (header is { Tag.Element: 0xE00D or 0xE0DD, Length: 0 })
            return true;

        throw new DicomFileException(DicomFileError.Malformed, $"{header.Tag} stands where an element must");
    }

    private readonly void RequireHeader(DicomTag container, long end)
    {
        if (end - _position < ShortHeader)
            throw new DicomFileException(end == _source.Length ? DicomFileError.Truncated : DicomFileError.Malformed, $"{container} ends inside of an element");
    }

    private readonly DicomFileException PastTheEnd(Header header, long end) =>
        new(_position + header.Length > _source.Length ? DicomFileError.Truncated : DicomFileError.Malformed,
            $"{header.Tag} has {header.Length} bytes, but only {end - _position} follow");

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
