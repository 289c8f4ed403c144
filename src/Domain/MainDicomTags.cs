using System.Collections.Frozen;
using EventDicom.Dicom;

namespace EventDicom.Domain;

/// <summary>
/// The tags that the archive keeps of each resource beside the file, so that lists and searches need not open it: Orthanc's
/// choice, and what <c>ExtraMainDicomTags</c> adds.
/// </summary>
public sealed class MainDicomTags
{
    private static readonly IReadOnlyDictionary<ResourceLevel, DicomTag[]> s_orthanc = new Dictionary<ResourceLevel, DicomTag[]>
    {
        [ResourceLevel.Patient] =
        [
            new(0x0010, 0x0010), new(0x0010, 0x0020), new(0x0010, 0x0030), new(0x0010, 0x0040), new(0x0010, 0x1000),
        ],
        [ResourceLevel.Study] =
        [
            new(0x0008, 0x0020), new(0x0008, 0x0030), new(0x0008, 0x0050), new(0x0008, 0x0080), new(0x0008, 0x0090),
            new(0x0008, 0x1030), new(0x0020, 0x000d), new(0x0020, 0x0010), new(0x0032, 0x1032), new(0x0032, 0x1060),
        ],
        [ResourceLevel.Series] =
        [
            new(0x0008, 0x0021), new(0x0008, 0x0031), new(0x0008, 0x0060), new(0x0008, 0x0070), new(0x0008, 0x1010),
            new(0x0008, 0x103e), new(0x0008, 0x1070), new(0x0018, 0x0010), new(0x0018, 0x0015), new(0x0018, 0x0024),
            new(0x0018, 0x1030), new(0x0018, 0x1090), new(0x0018, 0x1400), new(0x0020, 0x000e), new(0x0020, 0x0011),
            new(0x0020, 0x0037), new(0x0020, 0x0105), new(0x0020, 0x1002), new(0x0040, 0x0254), new(0x0054, 0x0081),
            new(0x0054, 0x0101), new(0x0054, 0x1000),
        ],
        [ResourceLevel.Instance] =
        [
            new(0x0008, 0x0012), new(0x0008, 0x0013), new(0x0008, 0x0018), new(0x0020, 0x0012), new(0x0020, 0x0013),
            new(0x0020, 0x0032), new(0x0020, 0x0037), new(0x0020, 0x0100), new(0x0020, 0x4000), new(0x0028, 0x0008),
            new(0x0054, 0x1330),
        ],
    };

    // Longer texts are not kept beside the file; an attribute of a form with 16-bit lengths (PS3.5 section 7.1.2) is far below.
    private const int LongestValue = 1 << 20;

    public static readonly MainDicomTags Default = new(new Dictionary<ResourceLevel, IReadOnlyList<DicomTag>>());

    private readonly FrozenDictionary<ResourceLevel, (DicomTag Tag, string Key)[]> _tags;

    /// <param name="extra">Tags beyond Orthanc's own, by level; those already there are not repeated.</param>
    public MainDicomTags(IReadOnlyDictionary<ResourceLevel, IReadOnlyList<DicomTag>> extra) =>
        _tags = s_orthanc.ToFrozenDictionary(
            level => level.Key,
            level => level.Value.Concat(extra.GetValueOrDefault(level.Key) ?? []).Distinct().Order()
                .Select(tag => (tag, tag.ToString())).ToArray());

    public IEnumerable<DicomTag> At(ResourceLevel level) => _tags[level].Select(tag => tag.Tag);

    /// <summary>The list in force, as Orthanc's metadata MainDicomTagsSignature spells it: sorted <c>gggg,eeee</c> joined by <c>;</c>.</summary>
    public string SignatureOf(ResourceLevel level) => string.Join(';', _tags[level].Select(tag => tag.Key));

    /// <summary>The main tags of a level that the data set has, <c>gggg,eeee</c> to text; sequences, binary values and those of more than 1 MiB are no main tags.</summary>
    public IReadOnlyDictionary<string, string> Read(DicomDataset dataset, ResourceLevel level)
    {
        var values = new Dictionary<string, string>();
        foreach (var (tag, key) in _tags[level])
            if (dataset.Find(tag) is DicomElement { Length: <= LongestValue } element && dataset.TryGetString(element, out var value))
                values[key] = value;
        return values;
    }
}
