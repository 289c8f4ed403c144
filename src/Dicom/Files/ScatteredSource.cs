namespace EventDicom.Dicom;

/// <summary>Pieces of memory that are read as if they stood one behind the other. No read crosses from one piece into the next.</summary>
internal sealed class ScatteredSource : DicomSource
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _pieces;
    private readonly long[] _offsets;

    public ScatteredSource(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        _pieces = pieces;
        _offsets = new long[pieces.Count];
        var offset = 0L;
        for (var i = 0; i < pieces.Count; i++)
        {
            _offsets[i] = offset;
            offset += pieces[i].Length;
        }

        Length = offset;
    }

    public override long Length { get; }

    public long OffsetOf(int piece) => _offsets[piece];

    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return false;
    }

    public override ReadOnlySpan<byte> Fetch(long offset, int count) => ReadMemory(offset, count).Span;

    public override void Read(long offset, Span<byte> destination) => ReadMemory(offset, destination.Length).Span.CopyTo(destination);

    public override ReadOnlyMemory<byte> ReadMemory(long offset, int count)
    {
        if (count == 0)
            return default;

        // Empty pieces share their offset with what follows: the last of them is the one that holds bytes
        var index = Array.BinarySearch(_offsets, offset);
        if (index < 0)
            index = ~index - 1;
        while (index + 1 < _offsets.Length && _offsets[index + 1] == offset)
            index++;
        return _pieces[index].Slice((int)(offset - _offsets[index]), count);
    }
}
