using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>An attribute with a value of bytes, in the byte order of its file. Small values are in memory, large ones stay in the file
/// until they are asked for.</summary>
public sealed class DicomElement : DicomItem
{
    // The tags FFFE,E000 and FFFE,E0DD as four bytes in little endian
    private const uint ItemStart = 0xE000FFFE;
    private const uint SequenceEnd = 0xE0DDFFFE;
    private const int LongestStart = 1024;

    private readonly DicomSource? _source;
    private readonly ReadOnlyMemory<byte> _value;
    private readonly uint _length;

    private DicomElement(DicomTag tag, DicomVR vr, long offset, uint length, ReadOnlyMemory<byte> value, DicomSource? source)
        : base(tag, vr)
    {
        Offset = offset;
        _length = length;
        _value = value;
        _source = source;
    }

    /// <summary>Where the value starts, in bytes from the start of the file; in deflated files from the start of the inflated data
    /// set.</summary>
    public long Offset { get; }

    /// <summary>
    /// Bytes of the value, padding included. What the file really holds when it ends inside of the value; what the element declares
    /// (0xFFFFFFFF when undefined) when <see cref="IsSkipped"/>.
    /// </summary>
    public long Length => _length;

    /// <summary>Reading stopped at this element: its value is not available. See
    /// <see cref="DicomReadOptions.StopBeforePixelData"/>.</summary>
    public bool IsSkipped => _source is null && _value.Length != _length;

    /// <summary>The value is in memory: asking for it costs no reading.</summary>
    public bool IsInMemory => _source is null && _value.Length == _length;

    /// <summary>
    /// The whole value in the file's byte order. Reads it from the file if it is not in memory, every time anew. Empty when
    /// <see cref="IsSkipped"/>.
    /// </summary>
    /// <exception cref="DicomFileException">The value is longer than an array can be.</exception>
    public ReadOnlyMemory<byte> GetBytes()
    {
        if (_source is null)
            return _value;

        if (_length > Array.MaxLength)
            throw new DicomFileException(DicomFileError.TooLarge, $"The value of {Tag} has {_length} bytes, too many to hold in memory");

        var bytes = new byte[_length];
        _source.Read(Offset, bytes);
        return bytes;
    }

    /// <summary>The value, or its start where it is longer than what it is for can be: the name of a creator has 64 characters (PS3.5
    /// section 7.8.1), a list of character sets not many more.</summary>
    internal ReadOnlySpan<byte> GetStart()
    {
        if (Length <= LongestStart)
            return GetBytes().Span;

        var start = new byte[LongestStart];
        return start.AsSpan(0, Read(0, start));
    }

    /// <summary>Copies a part of the value, from <paramref name="position"/> (in bytes from its start) on. Returns how many bytes there
    /// were to copy.</summary>
    public int Read(long position, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        var available = IsSkipped ? 0 : Length - position;
        if (available <= 0)
            return 0;

        var part = destination[..(int)Math.Min(available, destination.Length)];
        if (_source is null)
            _value.Span.Slice((int)position, part.Length).CopyTo(part);
        else
            _source.Read(Offset + position, part);

        return part.Length;
    }

    /// <summary>
    /// The fragments that stand within the value, as some scanners write them: the items of compressed pixel data (PS3.5 annex A.4) under
    /// the length of all of them in place of the undefined one.
    /// </summary>
    /// <returns>Null where the value is not made of items from its start to its end.</returns>
    internal DicomFragmentSequence? AsFragments()
    {
        const int ItemHeader = 8;
        var fragments = new List<DicomFragment>();
        var start = _source is null ? 0 : Offset;
        Span<byte> header = stackalloc byte[ItemHeader];
        for (var position = 0L; position < Length;)
        {
            if (fragments.Count > DicomReadOptions.Default.MaxElements || Read(position, header) < ItemHeader)
                return null;

            var (tag, length) = (BinaryPrimitives.ReadUInt32LittleEndian(header), BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
            if (tag == SequenceEnd)
                break;

            position += ItemHeader;
            if (tag != ItemStart || length == uint.MaxValue)
                return null;

            var there = Math.Min(length, Length - position);
            fragments.Add(new DicomFragment(start + position, there) { IsCut = there < length });
            position += there;
        }

        return fragments.Count < 2 ? null : new DicomFragmentSequence(Tag, VR, fragments, _source ?? new MemorySource(_value));
    }

    internal static DicomElement InMemory(DicomTag tag, DicomVR vr, long offset, ReadOnlyMemory<byte> value) =>
        new(tag, vr, offset, (uint)value.Length, value, source: null);

    internal static DicomElement InFile(DicomTag tag, DicomVR vr, long offset, uint length, DicomSource source) =>
        new(tag, vr, offset, length, value: default, source);

    internal static DicomElement Skipped(DicomTag tag, DicomVR vr, long offset, uint length) =>
        new(tag, vr, offset, length, value: default, source: null);
}
