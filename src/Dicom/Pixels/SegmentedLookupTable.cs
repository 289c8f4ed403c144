namespace EventDicom.Dicom;

/// <summary>Palettes that are written as segments (PS3.3 section C.7.9.2).</summary>
internal static class SegmentedLookupTable
{
    private const int Discrete = 0, Linear = 1, Indirect = 2;

    /// <summary>Writes out all entries.</summary>
    /// <param name="units">Numbers of the width of an entry, 8 or 16 bits.</param>
    /// <exception cref="DicomImageException">The segments give fewer or more entries than announced, or make no sense.</exception>
    public static ushort[] Expand(ReadOnlySpan<ushort> units, int count, DicomTag tag)
    {
        var entries = new ushort[count];
        var filled = 0;
        var position = 0;
        while (filled < count)
        {
            var opcode = Unit(units, position, tag);
            var length = Unit(units, position + 1, tag);
            position += 2;
            if (opcode == Indirect)
            {
                // Offsets count bytes of 8-bit tables and words of 16-bit ones from the start, in two halves.
                var target = Unit(units, position, tag) | (Unit(units, position + 1, tag) << 16);
                position += 2;
                for (var copied = 0; copied < length; copied++)
                    target = Segment(units, target, Unit(units, target, tag), Unit(units, target + 1, tag), entries, ref filled, tag);
            }
            else
            {
                position = Segment(units, position - 2, opcode, length, entries, ref filled, tag);
            }
        }

        return entries;
    }

    /// <returns>Where the next segment starts.</returns>
    private static int Segment(ReadOnlySpan<ushort> units, int start, int opcode, int length, Span<ushort> entries,
        ref int filled, DicomTag tag)
    {
        if (length == 0 || length > entries.Length - filled)
            throw Damaged(tag, "a segment of the wrong length");

        var target = entries.Slice(filled, length);
        filled += length;
        var position = start + 2;
        switch (opcode)
        {
            case Discrete when position + length <= units.Length:
                units.Slice(position, length).CopyTo(target);
                return position + length;
            case Linear when filled > length:
                // From the entry before the segment, which is no part of it, to its end, which is.
                var from = entries[filled - length - 1];
                var to = Unit(units, position, tag);
                for (var i = 0; i < length; i++)
                    target[i] = (ushort)Math.Round(from + ((double)(to - from) * (i + 1) / length), MidpointRounding.AwayFromZero);
                return position + 1;
            default:
                throw Damaged(tag, $"a segment of kind {opcode} where there can be none");
        }
    }

    private static int Unit(ReadOnlySpan<ushort> units, int position, DicomTag tag) =>
        (uint)position < (uint)units.Length ? units[position] : throw Damaged(tag, "fewer entries than announced");

    private static DicomImageException Damaged(DicomTag tag, string what) =>
        new(DicomImageError.Damaged, $"The segmented lookup table {tag} has {what}");
}
