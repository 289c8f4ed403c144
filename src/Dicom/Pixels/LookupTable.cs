using System.Buffers.Binary;
using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>A table from values to values: of a palette (PS3.3 section C.7.6.3.1.5), a modality (C.11.1.1) or values of interest
/// (C.11.2.1.1).</summary>
internal sealed class LookupTable
{
    private readonly ushort[] _entries;

    private LookupTable(ushort[] entries, int first, int bits) => (_entries, First, Bits) = (entries, first, bits);

    /// <summary>The value that the first entry is for; values below it have its entry too.</summary>
    public int First { get; }

    /// <summary>Bits of an entry, 1 to 16.</summary>
    public int Bits { get; }

    public int Count => _entries.Length;

    /// <summary>The entry of a value; values beyond the last one have the last entry.</summary>
    public ushort this[long value] => _entries[(int)Math.Clamp(value - First, 0, _entries.Length - 1)];

    /// <exception cref="DicomImageException">The table is not there, or its descriptor and its data disagree.</exception>
    public static LookupTable Read(DicomDataset dataset, DicomTag descriptor, DicomTag data, DicomTag? segmented, bool isSigned)
    {
        var (count, first, bits) = Describe(dataset, descriptor, isSigned);
        if (dataset.Find(data) is DicomElement plain)
            return new(Plain(Bytes(dataset, plain), count, bits, data), first, bits);

        if (segmented is { } tag && dataset.Find(tag) is DicomElement segments)
            return new(SegmentedLookupTable.Expand(Units(Bytes(dataset, segments), bits), count, tag), first, bits);

        throw new DicomImageException(DicomImageError.Damaged, $"The data set has no lookup table {data}");
    }

    private static (int Count, int First, int Bits) Describe(DicomDataset dataset, DicomTag tag, bool isSigned)
    {
        var numbers = new int[3];
        if (!dataset.TryGetString(tag, out var text) || text.Split('\\') is not { Length: 3 } parts)
            throw new DicomImageException(DicomImageError.Damaged, $"The data set has no descriptor {tag} of a lookup table");

        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(parts[i].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
                throw new DicomImageException(DicomImageError.Damaged, $"The descriptor {tag} of a lookup table is {text}");
        }

        // 0 stands for 65536; the second number has the sign of the pixels, whatever VR it was written with.
        var count = numbers[0] & 0xFFFF;
        var first = isSigned ? (int)(short)numbers[1] : (ushort)numbers[1];
        var bits = numbers[2];
        return bits is >= 1 and <= 16
            ? (count == 0 ? 0x10000 : count, first, bits)
            : throw new DicomImageException(DicomImageError.Damaged, $"The lookup table {tag} cannot have entries of {bits} bits");
    }

    // Entries of 8 bits share words in files that follow the standard, and have a word each in many that do not.
    private static ushort[] Plain(byte[] bytes, int count, int bits, DicomTag tag)
    {
        var wide = bytes.Length >= count * 2 || bits > 8;
        if (bytes.Length < (wide ? count * 2 : count))
            throw new DicomImageException(DicomImageError.Damaged,
                $"The lookup table {tag} has {bytes.Length} bytes, too few for {count} entries");

        return Units(bytes.AsSpan(0, wide ? count * 2 : count), wide ? 16 : 8);
    }

    private static ushort[] Units(ReadOnlySpan<byte> bytes, int bits)
    {
        var units = new ushort[bits > 8 ? bytes.Length / 2 : bytes.Length];
        for (var i = 0; i < units.Length; i++)
            units[i] = bits > 8 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]) : bytes[i];

        return units;
    }

    // Little endian words, whatever the file has.
    private static byte[] Bytes(DicomDataset dataset, DicomElement element)
    {
        const int MostBytes = 4 * 0x10000;
        if (element.Length > MostBytes)
            throw new DicomImageException(DicomImageError.Damaged,
                $"The lookup table {element.Tag} has {element.Length} bytes, more than any can have");

        var bytes = element.GetBytes().ToArray();
        var (vr, bigEndian) = dataset.FormOf(element);
        if (bigEndian && vr.UnitSize == 2)
        {
            for (var i = 0; i + 1 < bytes.Length; i += 2)
                (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        }

        return bytes;
    }
}
