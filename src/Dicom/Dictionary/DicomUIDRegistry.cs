namespace EventDicom.Dicom;

/// <summary>The registered UIDs, looked up without allocation but for the first answer about each.</summary>
public static class DicomUIDRegistry
{
    private const byte Retired = 0x80;

    private static readonly DicomUID?[] s_cache = new DicomUID?[UidTable.Kinds.Length];

    /// <summary>The registry's row of a UID, or null. Padding (NUL or space at the end) must be gone.</summary>
    public static DicomUID? Find(ReadOnlySpan<char> uid)
    {
        var index = PackedNames.BinarySearch(UidTable.Values, UidTable.ValueOffsets, uid);
        return index < 0 ? null : At(index);
    }

    /// <summary>True for the SOP classes of PS3.4 annex B.5 and their retired predecessors. Private SOP classes are unknown here.</summary>
    public static bool IsStorageSopClass(ReadOnlySpan<char> uid) => Find(uid) is { IsStorageSopClass: true };

    /// <summary>All registered UIDs in ordinal order of their text.</summary>
    public static IEnumerable<DicomUID> All()
    {
        for (var index = 0; index < s_cache.Length; index++)
            yield return At(index);
    }

    private static DicomUID At(int index) => s_cache[index] ??= new DicomUID(
        PackedNames.Read(UidTable.Values, UidTable.ValueOffsets, index),
        PackedNames.Read(UidTable.Keywords, UidTable.KeywordOffsets, index),
        PackedNames.Read(UidTable.Names, UidTable.NameOffsets, index),
        (DicomUIDKind)(UidTable.Kinds[index] & ~Retired),
        (UidTable.Kinds[index] & Retired) != 0);
}
