using System.Text;

namespace EventDicom.Dicom;

/// <summary>Searches the generated table of vendors' elements (PS3.5 section 7.8) and keeps the entries that were asked for.</summary>
internal static class PrivateElements
{
    private static readonly DicomDictionaryEntry?[] s_cache = new DicomDictionaryEntry?[PrivateTable.Keys.Length];

    public static DicomDictionaryEntry? Find(DicomTag tag, string creator)
    {
        if (tag.Element < 0x1000)
            return null;

        var owner = PackedNames.BinarySearch(PrivateTable.Creators, PrivateTable.CreatorOffsets, creator);
        if (owner < 0)
            return null;

        int start = PrivateTable.Starts[owner], end = PrivateTable.Starts[owner + 1];
        var keys = PrivateTable.Keys[start..end];
        var inBlock = (tag.Value & 0xFFFF_0000) | (tag.Value & 0xFF);

        // A fixed element, one of any block, and one of any odd group of a range, which the table keeps under gg00.
        var index = keys.BinarySearch(tag.Value);
        if (index < 0)
            index = keys.BinarySearch(inBlock);
        if (index < 0)
            index = keys.BinarySearch(inBlock & 0xFF00_FFFF);
        return index < 0 ? null : s_cache[start + index] ?? Load(start + index, owner);
    }

    private static DicomDictionaryEntry Load(int index, int owner)
    {
        var packed = PrivateTable.Packed[index];
        var name = PrivateTable.Names[PackedElement.NameOffset(packed)..];
        var text = Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
        var key = PrivateTable.Keys[index];
        return s_cache[index] = new DicomDictionaryEntry
        {
            Tag = DicomTag.FromValue((key & 0xFFFF) < 0x1000 ? key | 0x1000 : key),
            Mask = (key & 0xFFFF) < 0x1000 ? 0xFFFF_00FF : uint.MaxValue,
            Keyword = text,
            Name = text,
            VRs = PackedElement.VRs(packed),
            VM = PackedElement.VM(packed),
            PrivateCreator = PackedNames.Read(PrivateTable.Creators, PrivateTable.CreatorOffsets, owner),
        };
    }
}
