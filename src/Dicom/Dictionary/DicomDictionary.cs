using System.Diagnostics.CodeAnalysis;

namespace EventDicom.Dicom;

/// <summary>
/// The data dictionary: PS3.6 and PS3.7, well-known private elements, and what a site has declared. Names are those that
/// Orthanc shows. Immutable, safe for any number of threads; a look-up allocates nothing but the first answer about an element.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "The standard's and fo-dicom's word for it")]
public sealed class DicomDictionary
{
    public const string UnknownName = "Unknown Tag & Data";

    private static readonly DicomDictionaryEntry s_groupLength = Rule(new(0, 0), 0x0001_FFFF, "GenericGroupLength", DicomVR.UL);
    private static readonly DicomDictionaryEntry s_privateGroupLength = Rule(new(9, 0), 0x0001_FFFF, "PrivateGroupLength", DicomVR.UL);
    private static readonly DicomDictionaryEntry s_illegalGroupLength = Rule(new(1, 0), 0x0001_FFFF, "IllegalGroupLength", DicomVR.UL);
    private static readonly DicomDictionaryEntry s_privateCreator = Rule(new(9, 0x10), 0x0001_FF00, "PrivateCreator", DicomVR.LO);
    private static readonly DicomDictionaryEntry s_illegalPrivateCreator = Rule(new(1, 0x10), 0x0001_FF00,
        "IllegalPrivateCreator", DicomVR.LO);

    private readonly DeclaredElements? declared;

    private DicomDictionary(DeclaredElements? declared) => this.declared = declared;

    /// <summary>The dictionary without any declaration.</summary>
    public static DicomDictionary Default { get; } = new(null);

    /// <summary>
    /// This dictionary with more elements; of two with the same tag and creator the later one counts. A private element is
    /// known in whatever block its creator reserved.
    /// </summary>
    public DicomDictionary With(IEnumerable<DicomDictionaryEntry> privateEntries) => new(new DeclaredElements(declared, privateEntries));

    /// <summary>The entry of an element, or null when nothing is known about it.</summary>
    /// <param name="tag">Any tag; of a repeating group, its own one (6002,0010).</param>
    /// <param name="privateCreator">Value of the element that reserved the block, without padding.</param>
    public DicomDictionaryEntry? Find(DicomTag tag, string? privateCreator = null)
    {
        if (declared?.Find(tag, privateCreator) is { } entry)
            return entry;

        return tag.IsPrivate
            ? RuleFor(tag) ?? (privateCreator is null ? null : PrivateElements.Find(tag, privateCreator))
            : StandardElements.Find(tag) ?? RuleFor(tag);
    }

    /// <summary>The VR to assume for an element of an implicit syntax: UN when unknown, OW for OB or OW, US for US or SS.</summary>
    public DicomVR LookupVR(DicomTag tag, string? privateCreator = null) => Find(tag, privateCreator)?.DefaultVR ?? DicomVR.UN;

    /// <summary>Orthanc's name of an element: <c>PatientName</c>, <c>RETIRED_OtherStudyNumbers</c>, <c>PrivateCreator</c>, or
    /// <see cref="UnknownName"/>.</summary>
    public string NameOf(DicomTag tag, string? privateCreator = null) => Find(tag, privateCreator)?.Name ?? UnknownName;

    /// <summary>
    /// Reads a tag as requests write it: <c>PatientName</c> (case-sensitive; a retired one with or without RETIRED_),
    /// <c>0010,0010</c>, <c>0010-0010</c> or <c>00100010</c> (any case). A repeating group's name gives its first group.
    /// </summary>
    public bool TryParseTag(string nameOrHex, out DicomTag tag)
    {
        tag = default;
        return DicomTag.TryParseHex(nameOrHex, out tag)
            || (declared is not null && declared.TryGetTag(nameOrHex, out tag))
            || StandardElements.TryParseKeyword(nameOrHex, out tag);
    }

    /// <summary>Elements that are known by the shape of their tag (PS3.5 sections 7.2 and 7.8.1).</summary>
    private static DicomDictionaryEntry? RuleFor(DicomTag tag) => tag switch
    {
        { IsGroupLength: true, IsPrivate: false } => s_groupLength,
        { IsGroupLength: true } => tag.Group < 9 ? s_illegalGroupLength : s_privateGroupLength,
        { IsPrivateCreator: true } => tag.Group < 9 ? s_illegalPrivateCreator : s_privateCreator,
        _ => null,
    };

    private static DicomDictionaryEntry Rule(DicomTag tag, uint mask, string name, DicomVR vr) =>
        new() { Tag = tag, Mask = mask, Keyword = name, Name = name, VRs = [vr], VM = "1" };
}
