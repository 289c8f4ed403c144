using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>The extended offset table (PS3.3 section C.7.6.3.1.8) and the basic one (PS3.5 annex A.4). A table that does not point at
/// fragments is passed over.</summary>
internal static class OffsetTables
{
    private const int ItemHeader = 8;

    /// <returns>
    /// The first fragment of each frame and behind them where the last one ends, null where no table is right; and the bytes of each frame,
    /// where the extended table is right or there is one frame only. Fewer frames than promised where the file was cut.
    /// </returns>
    public static (int[]? Starts, long[]? Lengths) Read(DicomDataset dataset, DicomFragmentSequence pixels, int frames)
    {
        var lengths = ReadExtended(dataset, DicomTag.ExtendedOffsetTableLengths, frames);
        if (ReadExtended(dataset, DicomTag.ExtendedOffsetTable, frames) is { } extended && Resolve(pixels, extended) is { } starts)
            return (starts, lengths);

        return (ReadBasic(pixels, frames) is { } basic ? Resolve(pixels, basic) : null, frames == 1 ? lengths : null);
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
    /// The fragments at which the offsets point: they count from the item behind the offset table on, and each must be the start of one.
    /// Offsets behind the end of a file that was cut are those of frames that are not there. Null when the table is wrong.
    /// </summary>
    private static int[]? Resolve(DicomFragmentSequence pixels, long[] offsets)
    {
        if (offsets[0] != 0)
            return null;

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
}
