using System.Buffers;
using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>
/// Writes data sets (PS3.5 section 7) in any syntax that needs no compression of pixels. Goes twice through a data set: first it reckons
/// every length, then it writes. Depth is bounded by that of what was read or built.
/// </summary>
internal sealed class DicomWriter : IDisposable
{
    private const uint Undefined = 0xFFFFFFFF;
    private const int BlockSize = 64 * 1024;
    private const int ShortHeader = 8;
    private const int LongHeader = 12;
    private const uint LongestShortValue = 0xFFFF;

    // A length that four bytes cannot tell, though it need not be the undefined one
    private const long LongestValue = 0xFFFFFFFE;

    private readonly DicomTransferSyntax _syntax;
    private readonly DicomWriteOptions _options;
    private readonly DicomOutput _output;

    // Lengths of sequences, items and groups in the order in which they are written
    private readonly List<long> _lengths = [];
    private int _nextLength;
    private byte[] _block = [];

    private DicomWriter(Stream stream, DicomTransferSyntax syntax, DicomWriteOptions options)
    {
        (_syntax, _options) = (syntax, options);
        _output = new DicomOutput(stream, syntax.IsBigEndian);
    }

    /// <summary>Writes the attributes alone, without preamble and file meta information. Deflating is the caller's business.</summary>
    /// <exception cref="DicomFileException">The data set has compressed pixels and the syntax none, or a value that was skipped when it was
    /// read.</exception>
    public static void Write(Stream stream, DicomDataset dataset, DicomTransferSyntax syntax, DicomWriteOptions options)
    {
        using var writer = new DicomWriter(stream, syntax, options);
        writer.Measure(dataset);
        writer.Write(dataset);
        writer._output.Flush();
    }

    /// <summary>Bytes that <see cref="Write(Stream, DicomDataset, DicomTransferSyntax, DicomWriteOptions)"/> will write.</summary>
    public static long LengthOf(DicomDataset dataset, DicomTransferSyntax syntax, DicomWriteOptions options)
    {
        using var writer = new DicomWriter(Stream.Null, syntax, options);
        return writer.Measure(dataset);
    }

    public void Dispose()
    {
        _output.Dispose();
        if (_block.Length > 0)
            ArrayPool<byte>.Shared.Return(_block);
    }

    private long Measure(DicomDataset dataset)
    {
        var total = 0L;
        (int Slot, ushort Group) group = (-1, 0);
        foreach (var item in dataset)
        {
            if (item.Tag.IsGroupLength)
            {
                group = (_lengths.Count, item.Tag.Group);
                _lengths.Add(0);
                total += HeaderLength(DicomVR.UL) + sizeof(uint);
                continue;
            }

            var length = MeasureItem(dataset, item);
            total += length;
            if (group.Slot >= 0 && group.Group == item.Tag.Group)
                _lengths[group.Slot] += length;
        }

        return total;
    }

    private long MeasureItem(DicomDataset dataset, DicomItem item)
    {
        switch (item)
        {
            case DicomSequence sequence:
                return MeasureSequence(sequence);

            case DicomFragmentSequence fragments:
                RequireEncapsulated(fragments);
                var length = HeaderLength(DicomVR.OB) + ShortHeader;
                return fragments.Fragments.Aggregate((long)length, (sum, fragment) => sum + ShortHeader + Even(fragment.Length));

            case DicomElement element:
                if (element.IsSkipped)
                    throw new DicomFileException(DicomFileError.Malformed,
                        $"The value of {element.Tag} was not read, and cannot be written");

                var value = Even(element.Length);
                return HeaderLength(Written(dataset, element, value)) + value;

            default:
                throw new InvalidOperationException($"{item.GetType()} is no kind of attribute");
        }
    }

    private long MeasureSequence(DicomSequence sequence)
    {
        var slot = _lengths.Count;
        _lengths.Add(0);
        var total = 0L;
        foreach (var item in sequence.Items)
        {
            var itemSlot = _lengths.Count;
            _lengths.Add(0);
            var length = Measure(item);
            var isExplicit = StatesLength(length);
            _lengths[itemSlot] = isExplicit ? length : Undefined;
            total += ShortHeader + length + (isExplicit ? 0 : ShortHeader);
        }

        var states = StatesLength(total);
        _lengths[slot] = states ? total : Undefined;
        return HeaderLength(DicomVR.SQ) + total + (states ? 0 : ShortHeader);
    }

    private void Write(DicomDataset dataset)
    {
        foreach (var item in dataset)
        {
            switch (item)
            {
                case { Tag.IsGroupLength: true }:
                    // What a file said of itself is not true of what is written
                    WriteHeader(item.Tag, DicomVR.UL, sizeof(uint));
                    _output.UInt32((uint)Math.Min(NextLength(), uint.MaxValue));
                    break;
                case DicomSequence sequence:
                    WriteSequence(sequence);
                    break;
                case DicomFragmentSequence fragments:
                    WriteFragments(fragments);
                    break;
                case DicomElement element:
                    WriteElement(dataset, element);
                    break;
            }
        }
    }

    private void WriteSequence(DicomSequence sequence)
    {
        var length = NextLength();
        WriteHeader(sequence.Tag, DicomVR.SQ, (uint)length);
        foreach (var item in sequence.Items)
        {
            var itemLength = NextLength();
            WriteItemHeader(DicomTag.ItemStart, (uint)itemLength);
            Write(item);
            if (itemLength == Undefined)
                WriteItemHeader(DicomTag.ItemEnd, 0);
        }

        if (length == Undefined)
            WriteItemHeader(DicomTag.SequenceEnd, 0);
    }

    private void WriteFragments(DicomFragmentSequence fragments)
    {
        WriteHeader(fragments.Tag, fragments.VR == DicomVR.OW ? DicomVR.OW : DicomVR.OB, Undefined);
        for (var index = 0; index < fragments.Fragments.Count; index++)
        {
            var length = fragments.Fragments[index].Length;
            WriteItemHeader(DicomTag.ItemStart, (uint)Even(length));
            var block = Block();
            int count;
            for (var position = 0L; (count = fragments.Read(index, position, block)) > 0; position += count)
                _output.Bytes(block.AsSpan(0, count));
            Pad(length, 0);
        }

        WriteItemHeader(DicomTag.SequenceEnd, 0);
    }

    private void WriteElement(DicomDataset dataset, DicomElement element)
    {
        var length = Even(element.Length);
        var vr = Written(dataset, element, length);
        WriteHeader(element.Tag, vr, (uint)length);

        var unit = UnitToSwap(dataset, element);
        if (element.IsInMemory && unit == 1)
        {
            _output.Bytes(element.GetBytes().Span);
        }
        else
        {
            var block = Block();
            int count;
            for (var position = 0L; (count = element.Read(position, block.AsSpan(0, BlockSize))) > 0; position += count)
            {
                Swap(block.AsSpan(0, count), unit);
                _output.Bytes(block.AsSpan(0, count));
            }
        }

        Pad(element.Length, element.VR.PaddingByte);
    }

    /// <summary>
    /// The VR to state: what an implicit syntax left open is settled (PS3.5 annex A.1), and what is too long for the length field of its VR
    /// becomes UN (PS3.5 section 6.2.2).
    /// </summary>
    private DicomVR Written(DicomDataset dataset, DicomElement element, long length)
    {
        var vr = element.VR == DicomVR.US ? dataset.FormOf(element).VR : element.VR;
        return _syntax.IsExplicitVR && !vr.Has32BitLength && length > LongestShortValue ? DicomVR.UN : vr;
    }

    /// <summary>How many bytes of a value are to be turned around together; 1 when none are.</summary>
    private int UnitToSwap(DicomDataset dataset, DicomElement element)
    {
        var turned = dataset.Syntax.IsBigEndian != _syntax.IsBigEndian;
        if (element.Tag == DicomTag.PixelData && dataset.Syntax.SwapsPixelData != _syntax.SwapsPixelData && element.VR != DicomVR.OB)
            turned = !turned;

        // Bytes of unknown meaning stay as they are: PS3.5 section 6.2.2 keeps UN little endian
        return turned ? element.VR.UnitSize : 1;
    }

    private void WriteHeader(DicomTag tag, DicomVR vr, uint length)
    {
        _output.Tag(tag);
        if (!_syntax.IsExplicitVR)
        {
            _output.UInt32(length);
            return;
        }

        _output.Bytes([(byte)vr.Code[0], (byte)vr.Code[1]]);
        if (vr.Has32BitLength)
        {
            _output.UInt16(0);
            _output.UInt32(length);
        }
        else
        {
            _output.UInt16((ushort)length);
        }
    }

    private void WriteItemHeader(DicomTag tag, uint length)
    {
        _output.Tag(tag);
        _output.UInt32(length);
    }

    private void Pad(long length, byte padding)
    {
        if (length % 2 != 0)
            _output.Bytes([padding]);
    }

    private byte[] Block() => _block.Length > 0 ? _block : _block = ArrayPool<byte>.Shared.Rent(BlockSize);

    private long NextLength() => _lengths[_nextLength++];

    private bool StatesLength(long length) => _options.ExplicitLengthSequences && length <= LongestValue;

    private int HeaderLength(DicomVR vr) => _syntax.IsExplicitVR && vr.Has32BitLength ? LongHeader : ShortHeader;

    private void RequireEncapsulated(DicomFragmentSequence fragments)
    {
        if (!_syntax.IsEncapsulated)
            throw new DicomFileException(DicomFileError.Malformed, $"{fragments.Tag} is in fragments, which {_syntax} cannot hold");
    }

    private static long Even(long length) => length + (length & 1);

    private static void Swap(Span<byte> bytes, int unit)
    {
        switch (unit)
        {
            case 2:
                var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var doubleWords = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(doubleWords, doubleWords);
                break;
            case 8:
                var quadWords = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(quadWords, quadWords);
                break;
        }
    }
}
