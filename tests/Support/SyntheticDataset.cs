using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using EventDicom.Dicom;

namespace EventDicom.Support;

/// <summary>
/// Elements that a test wants in a data set, in any order; written sorted by tag unless <see cref="KeepingOrder"/>. Immutable: each With
/// returns another data set.
/// </summary>
public sealed class SyntheticDataset
{
    public static readonly SyntheticDataset Empty = new([], sorted: true);

    private readonly IReadOnlyList<Element> _elements;
    private readonly bool _sorted;

    private SyntheticDataset(IReadOnlyList<Element> elements, bool sorted)
    {
        _elements = elements;
        _sorted = sorted;
    }

    /// <summary>Elements are written as they were added, and one that is added twice is written twice.</summary>
    public SyntheticDataset KeepingOrder() => new(_elements, sorted: false);

    /// <summary>Text, of the VR in the dictionary, or numbers in text for a VR of numbers; several separated by a backslash.</summary>
    public SyntheticDataset With(DicomTag tag, string value) => With(tag, DicomDictionary.Default.LookupVR(tag).Code, value);

    /// <summary>Text in Latin-1 or in the given encoding, or numbers in text for a VR of numbers; several separated by a
    /// backslash.</summary>
    public SyntheticDataset With(DicomTag tag, string vr, string value, Encoding? encoding = null) => vr switch
    {
        "US" or "SS" or "UL" or "SL" or "UV" or "SV" or "FL" or "FD" or "AT" =>
            Add(tag, vr, new SyntheticValue.Numbers(value.Length == 0
                ? [] : [.. value.Split('\\').SelectMany(number => Number(vr, number))])),
        _ => Add(tag, vr, new SyntheticValue.Text(value, encoding ?? Encoding.Latin1, vr is "UI" or "OB" or "UN" ? (byte)0 : (byte)' ')),
    };

    /// <summary>The value field as it is, not even padded; the length field may lie about it (0xFFFFFFFF is undefined length).</summary>
    public SyntheticDataset WithBytes(DicomTag tag, string vr, byte[] value, uint? declaredLength = null) =>
        Add(tag, vr, new SyntheticValue.Raw(value, declaredLength));

    /// <summary>A sequence whose lengths are all given.</summary>
    public SyntheticDataset WithSequence(DicomTag tag, params IReadOnlyList<SyntheticDataset> items) =>
        Add(tag, "SQ", new SyntheticValue.Items(items, Undefined: false));

    /// <summary>A sequence of undefined length of items of undefined length.</summary>
    public SyntheticDataset WithDelimitedSequence(DicomTag tag, params IReadOnlyList<SyntheticDataset> items) =>
        Add(tag, "SQ", new SyntheticValue.Items(items, Undefined: true));

    /// <summary>Encapsulated: the first is the offset table (may be empty), the others are fragments.</summary>
    public SyntheticDataset WithFragments(DicomTag tag, params IReadOnlyList<byte[]> fragments) =>
        Add(tag, "OB", new SyntheticValue.Fragments(fragments));

    /// <summary>A deterministic pattern of any size below 4 GB; <paramref name="sparse"/> leaves a hole in the file instead.</summary>
    public SyntheticDataset WithPattern(DicomTag tag, string vr, long length, bool sparse = false) =>
        Add(tag, vr, new SyntheticValue.Pattern(length, sparse));

    public SyntheticDataset Without(DicomTag tag) => new([.. _elements.Where(element => element.Tag != tag)], _sorted);

    /// <summary>The byte of a pattern at a place in it.</summary>
    public static byte PatternAt(long position) => SyntheticValue.At(position);

    internal void WriteTo(Stream output, SyntheticSyntax syntax)
    {
        foreach (var element in _sorted ? _elements.OrderBy(element => element.Tag) : _elements.AsEnumerable())
            element.WriteTo(output, syntax);
    }

    private SyntheticDataset Add(DicomTag tag, string vr, SyntheticValue value) =>
        new([.. _elements.Where(element => !_sorted || element.Tag != tag), new Element(tag, vr, value)], _sorted);

    private static IEnumerable<byte[]> Number(string vr, string text)
    {
        var invariant = CultureInfo.InvariantCulture;
        return vr switch
        {
            "AT" => [BitConverter.GetBytes(Convert.ToUInt16(text[..4], 16)), BitConverter.GetBytes(Convert.ToUInt16(text[^4..], 16))],
            "US" => [BitConverter.GetBytes(ushort.Parse(text, invariant))],
            "SS" => [BitConverter.GetBytes(short.Parse(text, invariant))],
            "UL" => [BitConverter.GetBytes(uint.Parse(text, invariant))],
            "SL" => [BitConverter.GetBytes(int.Parse(text, invariant))],
            "UV" => [BitConverter.GetBytes(ulong.Parse(text, invariant))],
            "SV" => [BitConverter.GetBytes(long.Parse(text, invariant))],
            "FL" => [BitConverter.GetBytes(float.Parse(text, invariant))],
            _ => [BitConverter.GetBytes(double.Parse(text, invariant))],
        };
    }

    private sealed record Element(DicomTag Tag, string VR, SyntheticValue Value)
    {
        public void WriteTo(Stream output, SyntheticSyntax syntax)
        {
            var start = output.Position;
            var isLong = VR is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "SQ" or "SV" or "UC" or "UN" or "UR" or "UT" or "UV";
            var header = new byte[syntax.ExplicitVR && isLong ? 12 : 8];
            output.Write(header);
            var length = Value.Write(output, syntax);
            var end = output.Position;

            UInt16(header, Tag.Group, syntax);
            UInt16(header.AsSpan(2), Tag.Element, syntax);
            if (syntax.ExplicitVR)
                Encoding.ASCII.GetBytes(VR, header.AsSpan(4));

            if (syntax.ExplicitVR && !isLong)
                UInt16(header.AsSpan(6), (ushort)length, syntax);
            else
                UInt32(header.AsSpan(header.Length - 4), length, syntax);

            output.Position = start;
            output.Write(header);
            output.Position = end;
        }

        private static void UInt16(Span<byte> bytes, ushort value, SyntheticSyntax syntax)
        {
            if (syntax.BigEndian)
                BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        }

        private static void UInt32(Span<byte> bytes, uint value, SyntheticSyntax syntax)
        {
            if (syntax.BigEndian)
                BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }
    }
}
