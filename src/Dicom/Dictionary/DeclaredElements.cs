namespace EventDicom.Dicom;

/// <summary>The elements that a site has added to the dictionary: public ones by tag, private ones by creator in whatever block.</summary>
internal sealed class DeclaredElements
{
    private readonly Dictionary<DicomTag, DicomDictionaryEntry> standard = [];
    private readonly Dictionary<(DicomTag Tag, string Creator), DicomDictionaryEntry> ofCreator = [];
    private readonly Dictionary<string, DicomTag> names = new(StringComparer.Ordinal);

    public DeclaredElements(DeclaredElements? earlier, IEnumerable<DicomDictionaryEntry> entries)
    {
        foreach (var entry in (earlier?.All ?? []).Concat(entries))
        {
            if (entry.Tag.IsPrivate)
                ofCreator[(InFirstBlock(entry.Tag), entry.PrivateCreator ?? "")] = entry;
            else
                standard[entry.Tag] = entry;
            names[entry.Name] = entry.Tag;
        }
    }

    private IEnumerable<DicomDictionaryEntry> All => [.. standard.Values, .. ofCreator.Values];

    public bool TryGetTag(string name, out DicomTag tag) => names.TryGetValue(name, out tag);

    public DicomDictionaryEntry? Find(DicomTag tag, string? creator)
    {
        if (!tag.IsPrivate)
            return standard.GetValueOrDefault(tag);

        var key = InFirstBlock(tag);
        return creator is not null && ofCreator.TryGetValue((key, creator), out var entry) ? entry : ofCreator.GetValueOrDefault((key, ""));
    }

    // gggg,bbxx of any block bb is the same element as gggg,10xx; what lies outside of blocks stays as it is.
    private static DicomTag InFirstBlock(DicomTag tag) =>
        tag.Element < 0x1000 ? tag : new DicomTag(tag.Group, (ushort)(0x1000 | (tag.Element & 0xFF)));
}
