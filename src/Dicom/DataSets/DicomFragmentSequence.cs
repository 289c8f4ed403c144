namespace EventDicom.Dicom;

/// <summary>Pixel data in fragments (PS3.5 annex A.4). The bytes stay in the file that they were read from.</summary>
public sealed class DicomFragmentSequence : DicomItem
{
    private readonly DicomSource _source;

    internal DicomFragmentSequence(DicomTag tag, DicomVR vr, IReadOnlyList<DicomFragment> fragments, DicomSource source)
        : base(tag, vr)
    {
        Fragments = fragments;
        _source = source;
    }

    /// <summary>Fragments that were made, not read.</summary>
    /// <param name="items">The basic offset table first, empty or not; then fragments of even length.</param>
    public static DicomFragmentSequence InMemory(DicomTag tag, DicomVR vr, IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var source = new ScatteredSource(items);
        return new DicomFragmentSequence(tag, vr,
            [.. items.Select((item, index) => new DicomFragment(source.OffsetOf(index), item.Length))], source);
    }

    /// <summary>All items: the first is the basic offset table (often empty), the others are fragments of frames.</summary>
    public IReadOnlyList<DicomFragment> Fragments { get; }

    /// <summary>The bytes of an item; read from the file every time anew unless the file is in memory.</summary>
    /// <exception cref="DicomFileException">The fragment is longer than an array can be.</exception>
    public ReadOnlyMemory<byte> GetBytes(int index)
    {
        var fragment = Fragments[index];
        if (fragment.Length > Array.MaxLength)
            throw new DicomFileException(DicomFileError.TooLarge,
                $"Fragment {index} of {Tag} has {fragment.Length} bytes, too many to hold in memory");

        return _source.ReadMemory(fragment.Offset, (int)fragment.Length);
    }

    /// <summary>Copies a part of an item, from <paramref name="position"/> (in bytes from its start) on. Returns how many bytes there were
    /// to copy.</summary>
    public int Read(int index, long position, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        var fragment = Fragments[index];
        var available = fragment.Length - position;
        if (available <= 0)
            return 0;

        var part = destination[..(int)Math.Min(available, destination.Length)];
        _source.Read(fragment.Offset + position, part);
        return part.Length;
    }
}
