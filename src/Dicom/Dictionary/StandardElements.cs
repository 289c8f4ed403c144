using System.Text;

namespace EventDicom.Dicom;

/// <summary>Searches the generated table of public elements and keeps the entries that were asked for.</summary>
internal static class StandardElements
{
    private const string RetiredPrefix = "RETIRED_";

    private static readonly int s_exactCount = StandardTable.Tags.Length - StandardTable.RepeatingMasks.Length;
    private static readonly DicomDictionaryEntry?[] s_cache = new DicomDictionaryEntry?[StandardTable.Tags.Length];

    public static DicomDictionaryEntry? Find(DicomTag tag)
    {
        var index = StandardTable.Tags[..s_exactCount].BinarySearch(tag.Value);
        if (index < 0)
            index = IndexOfRepeating(tag.Value);
        return index < 0 ? null : s_cache[index] ?? Load(index);
    }

    public static bool TryParseKeyword(ReadOnlySpan<char> name, out DicomTag tag)
    {
        var isPrefixed = name.StartsWith(RetiredPrefix, StringComparison.Ordinal);
        var keyword = isPrefixed ? name[RetiredPrefix.Length..] : name;
        int low = 0, high = StandardTable.ByKeyword.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var index = StandardTable.ByKeyword[middle];
            var order = PackedNames.Compare(KeywordAt(index), keyword);
            if (order == 0)
            {
                tag = DicomTag.FromValue(StandardTable.Tags[index]);
                return !isPrefixed || PackedElement.IsRetired(StandardTable.Packed[index]);
            }

            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        tag = default;
        return false;
    }

    /// <summary>Every public element: the exact ones by tag, then the repeating ones.</summary>
    public static IEnumerable<DicomDictionaryEntry> All()
    {
        for (var index = 0; index < s_cache.Length; index++)
            yield return s_cache[index] ?? Load(index);
    }

    private static int IndexOfRepeating(uint tag)
    {
        var tags = StandardTable.Tags[s_exactCount..];
        var masks = StandardTable.RepeatingMasks;
        for (var i = 0; i < masks.Length; i++)
        {
            if ((tag & masks[i]) == tags[i])
                return s_exactCount + i;
        }

        return -1;
    }

    private static DicomDictionaryEntry Load(int index)
    {
        var packed = StandardTable.Packed[index];
        var keyword = Encoding.ASCII.GetString(KeywordAt(index));
        return s_cache[index] = new DicomDictionaryEntry
        {
            Tag = DicomTag.FromValue(StandardTable.Tags[index]),
            Mask = index < s_exactCount ? uint.MaxValue : StandardTable.RepeatingMasks[index - s_exactCount],
            Keyword = keyword,
            Name = PackedElement.IsPrefixed(packed) ? RetiredPrefix + keyword : keyword,
            VRs = PackedElement.VRs(packed),
            VM = PackedElement.VM(packed),
            IsRetired = PackedElement.IsRetired(packed),
        };
    }

    private static ReadOnlySpan<byte> KeywordAt(int index)
    {
        var start = PackedElement.NameOffset(StandardTable.Packed[index]);
        return index + 1 < StandardTable.Packed.Length
            ? StandardTable.Keywords[start..PackedElement.NameOffset(StandardTable.Packed[index + 1])]
            : StandardTable.Keywords[start..];
    }
}
