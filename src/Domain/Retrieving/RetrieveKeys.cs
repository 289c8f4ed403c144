using EventDicom.Dicom;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Retrieving;

/// <summary>What is to be retrieved: a level, and the keys that name one resource of it. Jobs keep it.</summary>
/// <param name="Keys">By <c>gggg,eeee</c>; without QueryRetrieveLevel.</param>
public sealed record RetrieveKeys(ResourceLevel Level, IReadOnlyDictionary<string, string> Keys)
{
    /// <summary>What an answer to a query at a level is about: the unique keys of the level and those above.</summary>
    public static RetrieveKeys Of(ResourceLevel level, DicomDataset answer) => new(
        level, QueryLevels.UniqueKeys(level).ToDictionary(tag => tag.ToString(), tag => Text(answer, tag)));

    /// <summary>The SOP classes of which instances may come, where the keys say; they are no key of a retrieval.</summary>
    public IReadOnlyList<string> SopClasses => Keys.TryGetValue(DicomTag.SOPClassesInStudy.ToString(), out var classes)
        ? classes.Split('\\', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [];

    /// <summary>As the content of a job shows them: with the level, in the order of the tags.</summary>
    public SortedDictionary<string, string> Shown => new(Keys.ToDictionary(), StringComparer.Ordinal)
    {
        [DicomTag.QueryRetrieveLevel.ToString()] = QueryLevels.Spelled(Level),
    };

    /// <summary>The identifier of a C-MOVE or C-GET (PS3.4 sections C.4.2 and C.4.3).</summary>
    /// <returns>Refused with error 15 where a value cannot be written.</returns>
    public Answer<DicomDataset> ToIdentifier(ModalityManufacturer manufacturer, DicomEncoding encoding) => IdentifierWriter.Write(
        Shown.Select(key => (Tag: TagOf(key.Key), key.Value))
            .Where(key => key.Tag != DicomTag.SOPClassesInStudy)
            .ToDictionary(key => key.Tag, key => FindIdentifier.Patched(key.Tag, key.Value, manufacturer)),
        encoding);

    // They were written down by us.
    private static DicomTag TagOf(string text) =>
        DicomDictionary.Default.TryParseTag(text, out var tag) ? tag : throw new FormatException($"{text} is no tag");

    private static string Text(DicomDataset answer, DicomTag tag) =>
        answer.TryGetString(tag, out var text) ? text.Trim(' ', '\0') : "";
}
