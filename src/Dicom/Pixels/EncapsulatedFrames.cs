namespace EventDicom.Dicom;

/// <summary>
/// Which fragments belong to which frame (PS3.5 annex A.4). Offset tables are believed as far as the streams themselves agree: of what
/// cannot be told apart there is an error, and never a part of another frame.
/// </summary>
internal sealed class EncapsulatedFrames : FrameSource
{
    private readonly DicomFragmentSequence _pixels;
    private readonly StreamStart? _start;
    private readonly int _promised;

    // The first fragment of each frame that could be located, and behind them where the last one ends
    private readonly int[] _starts;

    // Bytes of each frame without padding, where an extended table tells
    private readonly long[]? _lengths;

    // The fragments that start a stream; looked for only where there is doubt
    private readonly Lazy<int[]> _marks;

    private EncapsulatedFrames(DicomFragmentSequence pixels, StreamStart? start, int promised, Lazy<int[]> marks, int[] starts,
        long[]? lengths = null) =>
        (_pixels, _start, _promised, _marks, _starts, _lengths) = (pixels, start, promised, marks, starts, lengths);

    public override int Count => _starts.Length - 1;

    public override long LongestFrame => Enumerable.Range(0, Count).Max(LengthOf);

    /// <summary>By a fragment for each frame, else by offset tables that the streams do not contradict, else by the streams' own
    /// beginnings, else by counting.</summary>
    /// <param name="promised">Frames that the data set claims to have.</param>
    /// <exception cref="DicomPixelDataException">The frames cannot be told apart.</exception>
    public static EncapsulatedFrames Locate(DicomDataset dataset, DicomFragmentSequence pixels, int promised, DicomTransferSyntax syntax)
    {
        var count = pixels.Fragments.Count - 1;
        if (count < 1)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, "The encapsulated pixel data holds no fragment");

        var start = StreamStarts.Of(syntax);
        var marks = new Lazy<int[]>(() => start is null ? [] : Scan(pixels, start));
        var (table, lengths) = OffsetTables.Read(dataset, pixels, promised);
        var starts = count == promised ? OneEach(count) : Choose(table, marks.Value, count, promised);
        return new(pixels, start, promised, marks, starts,
            promised == 1 || starts == table || table?.AsSpan().SequenceEqual(starts) == true ? lengths : null);
    }

    public override ReadOnlyMemory<byte> Read(int frame, long maxLength)
    {
        if (frame >= Count)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged,
                $"The pixel data holds {Count} of {_promised} frames: frame {frame} is not there");

        var (first, end) = (_starts[frame], _starts[frame + 1]);
        if (_pixels.Fragments[end - 1].IsCut)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"The pixel data ends before frame {frame} does");

        RequireBounds(frame);
        var total = LengthOf(frame);
        if (_lengths is not null && end - first == 1 && _lengths[frame] > 0)
            total = Math.Min(total, _lengths[frame]);

        if (total > maxLength)
            throw new DicomPixelDataException(DicomPixelDataError.TooLarge,
                $"Frame {frame} has {total} bytes compressed, more than the {maxLength} that are allowed");

        if (end - first == 1)
            return _pixels.GetBytes(first)[..(int)total];

        var bytes = new byte[total];
        var rest = bytes.AsSpan();
        for (var i = first; i < end; i++)
            rest = rest[_pixels.Read(i, 0, rest)..];

        return bytes;
    }

    private static int[] Choose(int[]? table, int[] marks, int count, int promised)
    {
        var isWhole = table?.Length == promised + 1;
        if (marks is [])
        {
            return promised == 1 ? [1, count + 1]
                : table ?? (count < promised ? OneEach(count) : throw Undivided(count, promised));
        }

        if (isWhole && (IsWithin(table.AsSpan()[..^1], marks) || IsWithin(marks, table.AsSpan()[..^1])))
            return table!;

        if (marks[0] == 1)
            return [.. marks.Take(promised), marks.Length > promised ? marks[promised] : count + 1];

        return promised == 1 ? [1, count + 1] : throw Undivided(count, promised);
    }

    /// <summary>A frame begins where a stream does, and so does the next: else one of them has a part of the other. Without a single mark
    /// in all fragments there is nothing to compare.</summary>
    private void RequireBounds(int frame)
    {
        if (_start is null || Count == 1
            || (Starts(_pixels, _start, _starts[frame]) && (frame + 1 == Count || Starts(_pixels, _start, _starts[frame + 1]))))
            return;

        if (_marks.Value is not [])
            throw new DicomPixelDataException(DicomPixelDataError.Damaged,
                $"Frame {frame} cannot be told from its neighbours: its fragments do not begin and end with a stream");
    }

    private long LengthOf(int frame)
    {
        long total = 0;
        for (var i = _starts[frame]; i < _starts[frame + 1]; i++)
            total += _pixels.Fragments[i].Length;

        return total;
    }

    private static int[] OneEach(int count) => [.. Enumerable.Range(1, count + 1)];

    private static int[] Scan(DicomFragmentSequence pixels, StreamStart start) =>
        [.. Enumerable.Range(1, pixels.Fragments.Count - 1).Where(fragment => Starts(pixels, start, fragment))];

    // The beginning itself may be divided.
    private static bool Starts(DicomFragmentSequence pixels, StreamStart start, int fragment)
    {
        Span<byte> head = stackalloc byte[StreamStarts.Length];
        var length = pixels.Read(fragment, 0, head);
        for (var next = fragment + 1; length > 0 && length < head.Length && next < pixels.Fragments.Count; next++)
            length += pixels.Read(next, 0, head[length..]);

        return start(head[..length]);
    }

    // Both ascend.
    private static bool IsWithin(ReadOnlySpan<int> some, ReadOnlySpan<int> all)
    {
        var next = 0;
        foreach (var one in all)
        {
            if (next < some.Length && some[next] == one)
                next++;
        }

        return next == some.Length;
    }

    private static DicomPixelDataException Undivided(int count, int promised) =>
        new(DicomPixelDataError.Damaged, $"{count} fragments without a valid offset table cannot be divided among {promised} frames");
}
