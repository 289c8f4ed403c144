using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>Which fragments belong to which frame (PS3.5 annex A.4).</summary>
internal sealed class EncapsulatedFrames
{
    private readonly DicomFragmentSequence _pixels;

    // The first fragment of each frame that could be located, and behind them where the last one ends
    private readonly int[] _starts;
    private readonly long[]? _lengths;
    private readonly int _frames;

    private EncapsulatedFrames(DicomFragmentSequence pixels, int[] starts, long[]? lengths, int frames)
    {
        _pixels = pixels;
        _starts = starts;
        _lengths = lengths;
        _frames = frames;
    }

    /// <summary>
    /// By the extended offset table, else the basic one, else by counting, else by the markers that start a compressed stream. A table that does not point
    /// at fragments is passed over.
    /// </summary>
    public static EncapsulatedFrames Locate(DicomDataset dataset, DicomFragmentSequence pixels, int frames, DicomTransferSyntax syntax)
    {
        var count = pixels.Fragments.Count - 1;
        if (count < 1)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, "The encapsulated pixel data holds no fragment");

        var lengths = ReadExtended(dataset, DicomTag.ExtendedOffsetTableLengths, frames);
        if (frames == 1)
            return new EncapsulatedFrames(pixels, [1, count + 1], count == 1 ? lengths : null, frames);

        var table = ReadExtended(dataset, DicomTag.ExtendedOffsetTable, frames) is { } extended ? Resolve(pixels, extended) : null;
        lengths = table is null ? null : lengths;
        table ??= ReadBasic(pixels, frames) is { } basic ? Resolve(pixels, basic) : null;
        if (table?.Length == frames + 1)
            return new EncapsulatedFrames(pixels, table, lengths, frames);

        // PS3.5 annex A.4.2: an RLE frame is never divided
        if (count == frames || syntax.Equals(DicomTransferSyntax.RLELossless))
            return new EncapsulatedFrames(pixels, count == frames ? OneEach(count) : table ?? OneEach(Math.Min(count, frames)), null, frames);

        // Fewer streams than frames: those that are there come first
        var scanned = Scan(pixels);
        if (scanned is [1, ..] && (scanned.Length == frames + 1 || (scanned.Length <= frames && table is null)))
            return new EncapsulatedFrames(pixels, scanned, null, frames);

        if (table is not null)
            return new EncapsulatedFrames(pixels, table, lengths, frames);

        return count < frames
            ? new EncapsulatedFrames(pixels, OneEach(count), null, frames)
            : throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"{count} fragments without a valid offset table cannot be divided among {frames} frames");
    }

    /// <summary>Frames that could be located.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Bytes of the longest frame with all of its fragments.</summary>
    public long LongestFrame => Enumerable.Range(0, Count).Max(LengthOf);

    public ReadOnlyMemory<byte> Read(int frame, long maxLength)
    {
        if (frame >= _starts.Length - 1)
            throw new DicomPixelDataException(DicomPixelDataError.Damaged, $"The pixel data holds {_starts.Length - 1} of {_frames} frames: frame {frame} is not there");

        var (first, end) = (_starts[frame], _starts[frame + 1]);
        var total = LengthOf(frame);
        if (_lengths is not null && end - first == 1 && _lengths[frame] > 0)
            total = Math.Min(total, _lengths[frame]);

        if (total > maxLength)
            throw new DicomPixelDataException(DicomPixelDataError.TooLarge, $"Frame {frame} has {total} bytes compressed, more than the {maxLength} that are allowed");

        if (end - first == 1)
            return _pixels.GetBytes(first)[..(int)total];

        var bytes = new byte[total];
        var rest = bytes.AsSpan();
        for (var i = first; i < end; i++)
            rest = rest[_pixels.Read(i, 0, rest)..];

        return bytes;
    }

    private long LengthOf(int frame)
    {
        long total = 0;
        for (var i = _starts[frame]; i < _starts[frame + 1]; i++)
            total += _pixels.Fragments[i].Length;

        return total;
    }

    private static long[]? ReadBasic(DicomFragmentSequence pixels, int frames)
    {
        if (pixels.Fragments[0].Length != frames * 4L)
            return null;

        var bytes = pixels.GetBytes(0).Span;
        var offsets = new long[frames];
        for (var i = 0; i < frames; i++)
            offsets[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * 4)..]);

        return offsets;
    }

    private static long[]? ReadExtended(DicomDataset dataset, DicomTag tag, int frames)
    {
        if (dataset.Find(tag) is not DicomElement element || element.Length != frames * 8L)
            return null;

        var bytes = element.GetBytes().Span;
        var numbers = new long[frames];
        for (var i = 0; i < frames; i++)
            numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * 8)..]);

        return numbers;
    }

    /// <summary>
    /// The fragments at which the offsets point: they count from the item behind the offset table on, and each must be the start of one. Offsets behind the
    /// end of a file that was cut are those of frames that are not there. Null when the table is wrong.
    /// </summary>
    private static int[]? Resolve(DicomFragmentSequence pixels, long[] offsets)
    {
        if (offsets[0] != 0)
            return null;

        const int ItemHeader = 8;
        var fragments = pixels.Fragments;
        var starts = new List<int>(Math.Min(offsets.Length, fragments.Count) + 1);
        var (next, position) = (1, 0L);
        foreach (var offset in offsets)
        {
            while (next < fragments.Count && position < offset)
                position += ItemHeader + fragments[next++].Length;

            if (next == fragments.Count && offset >= position)
                break;

            if (next == fragments.Count || position != offset)
                return null;

            starts.Add(next);
            position += ItemHeader + fragments[next++].Length;
        }

        starts.Add(fragments.Count);
        return [.. starts];
    }

    private static int[] OneEach(int count) => [.. Enumerable.Range(1, count + 1)];

    private static int[] Scan(DicomFragmentSequence pixels)
    {
        var starts = new List<int>();
        Span<byte> head = stackalloc byte[8];
        for (var i = 1; i < pixels.Fragments.Count; i++)
        {
            if (StartsStream(head[..pixels.Read(i, 0, head)]))
                starts.Add(i);
        }

        starts.Add(pixels.Fragments.Count);
        return [.. starts];
    }

    /// <summary>Start of image of JPEG and JPEG-LS, start of a JPEG 2000 codestream, or the signature box that may stand before it.</summary>
    private static bool StartsStream(ReadOnlySpan<byte> head) =>
        head is [0xFF, 0xD8, 0xFF, ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..];
}
