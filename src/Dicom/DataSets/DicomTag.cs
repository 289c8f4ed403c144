using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>
/// Identifies an attribute by its group and element numbers (PS3.5 section 7.1). Ordered by group, then by element.
/// One property for each keyword of the data dictionary is generated into the other part of this type.
/// </summary>
public readonly partial record struct DicomTag(ushort Group, ushort Element) : IComparable<DicomTag>
{
    /// <summary>Both halves as one number, the group in the upper 16 bits.</summary>
    public uint Value => ((uint)Group << 16) | Element;

    /// <summary>An odd group belongs to a manufacturer (PS3.5 section 7.8).</summary>
    public bool IsPrivate => (Group & 1) != 0;

    /// <summary>gggg,0000 (PS3.5 section 7.2).</summary>
    public bool IsGroupLength => Element == 0;

    /// <summary>gggg,0010 to gggg,00ff of an odd group: the name of whoever reserved a block (PS3.5 section 7.8.1).</summary>
    public bool IsPrivateCreator => IsPrivate && Element is >= 0x0010 and <= 0x00FF;

    /// <summary>
    /// The tag of the creator that reserved the block of this private element: gggg,00bb for gggg,bbxx.
    /// Null for standard tags, creators and elements outside of any block.
    /// </summary>
    public DicomTag? PrivateCreatorTag =>
        IsPrivate && Element >= 0x1000 ? new DicomTag(Group, (ushort)(Element >> 8)) : null;

    /// <summary>
    /// Whether an attribute of a data set may have this tag: none of commands, file meta information, items and delimiters, nor of the
    /// groups that nobody may use (PS3.5 sections 7.1 and 7.8.1); and no group length, which the writer reckons.
    /// </summary>
    public bool IsOfDataset => Group is > 0x0003 and not (0x0005 or 0x0007 or 0xFFFE or 0xFFFF) && !IsGroupLength;

    public static DicomTag FromValue(uint value) => new((ushort)(value >> 16), (ushort)value);

    public int CompareTo(DicomTag other) => Value.CompareTo(other.Value);

    public static bool operator <(DicomTag left, DicomTag right) => left.Value < right.Value;

    public static bool operator <=(DicomTag left, DicomTag right) => left.Value <= right.Value;

    public static bool operator >(DicomTag left, DicomTag right) => left.Value > right.Value;

    public static bool operator >=(DicomTag left, DicomTag right) => left.Value >= right.Value;

    /// <summary>Lower-case hexadecimal with a comma: <c>0010,0020</c>.</summary>
    public override string ToString() => string.Create(9, this, static (text, tag) =>
    {
        tag.Group.TryFormat(text, out _, "x4", CultureInfo.InvariantCulture);
        text[4] = ',';
        tag.Element.TryFormat(text[5..], out _, "x4", CultureInfo.InvariantCulture);
    });

    /// <summary>Reads <c>gggg,eeee</c>, <c>gggg-eeee</c> or <c>ggggeeee</c> in any case. Nothing else: no blanks, no keyword.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> text, out DicomTag tag)
    {
        tag = default;
        ReadOnlySpan<char> elementText;
        switch (text.Length)
        {
            case 8: elementText = text[4..]; break;
            case 9 when text[4] is ',' or '-': elementText = text[5..]; break;
            default: return false;
        }

        if (!ushort.TryParse(text[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group)
            || !ushort.TryParse(elementText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var element))
        {
            return false;
        }

        tag = new DicomTag(group, element);
        return true;
    }

    /// <summary>FFFE,E000: starts an item (PS3.5 section 7.5).</summary>
    internal static DicomTag ItemStart => new(0xFFFE, 0xE000);

    /// <summary>FFFE,E00D: ends an item of undefined length.</summary>
    internal static DicomTag ItemEnd => new(0xFFFE, 0xE00D);

    /// <summary>FFFE,E0DD: ends a sequence of undefined length.</summary>
    internal static DicomTag SequenceEnd => new(0xFFFE, 0xE0DD);
}
