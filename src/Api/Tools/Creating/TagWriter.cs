using System.Text.Json;
using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain;

namespace EventDicom.Api.Tools.Creating;

/// <summary>Writes the tags of a request into a data set: text, numbers, bytes and sequences, each with the VR that the dictionary knows.</summary>
public sealed class TagWriter(DicomDictionary dictionary, CreateDicomRequest request)
{
    // These are always there, and are no one's to keep.
    private static readonly HashSet<DicomTag> s_replaceable =
    [
        DicomTag.PatientID, DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.AcquisitionDate, DicomTag.AcquisitionTime,
        DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime,
    ];

    /// <exception cref="OrthancException">A tag is unknown (27), there already (2020), PixelData (2021), or its value none (5, 15).</exception>
    public void Write(DicomDatasetBuilder dataset, JsonElement tags)
    {
        foreach (var (tag, (name, value)) in Members(tags))
        {
            if (tag == DicomTag.SpecificCharacterSet) continue;
            if (!request.Force && dataset.Contains(tag) && !MayReplace(dataset, tag, value)) throw new OrthancException(OrthancError.CreateDicomOverrideTag, name);
            if (tag == DicomTag.PixelData) throw new OrthancException(OrthancError.CreateDicomUseContent);
            Set(dataset, tag, value);
        }
    }

    // The patient of a parent is inherited: another one would file the instance elsewhere.
    private bool MayReplace(DicomDatasetBuilder dataset, DicomTag tag, JsonElement value) =>
        tag == DicomTag.PatientID && request.Parent is not null
            ? value.ValueKind == JsonValueKind.String && dataset.Build().TryGetString(tag, out var inherited) && inherited == value.GetString()
            : s_replaceable.Contains(tag);

    private void Set(DicomDatasetBuilder dataset, DicomTag tag, JsonElement value)
    {
        if (!tag.IsOfDataset) throw new OrthancException(OrthancError.ParameterOutOfRange, $"Tag {tag} is none that a data set can have");
        var vr = dictionary.LookupVR(tag, request.PrivateCreator ?? dataset.PrivateCreatorOf(tag));
        switch (value.ValueKind)
        {
            case JsonValueKind.String: SetText(dataset, tag, vr, value.GetString()!); break;
            case JsonValueKind.Null: SetText(dataset, tag, vr, ""); break;
            case JsonValueKind.Array when vr == DicomVR.SQ || vr == DicomVR.UN: dataset.AddOrUpdate(new DicomSequence(tag, [.. value.EnumerateArray().Select(item => Item(dataset, tag, item))])); break;
            default: throw new OrthancException(OrthancError.BadParameterType, $"Bad Parameter type for tag {tag}");
        }
    }

    private DicomDataset Item(DicomDatasetBuilder around, DicomTag tag, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object) throw new OrthancException(OrthancError.BadParameterType, $"Bad Parameter type for tag {tag}");
        var dataset = new DicomDatasetBuilder(encoding: around.Encoding);
        foreach (var (inner, (_, value)) in Members(item)) Set(dataset, inner, value);
        return dataset.Build();
    }

    // In the order of their numbers, so that creators come before the elements that need them. What is said last of a tag counts.
    private SortedDictionary<DicomTag, (string Name, JsonElement Value)> Members(JsonElement tags)
    {
        var members = new SortedDictionary<DicomTag, (string, JsonElement)>();
        foreach (var member in tags.EnumerateObject()) members[dictionary.ParseTag(member.Name)] = (member.Name, member.Value);
        return members;
    }

    private void SetText(DicomDatasetBuilder dataset, DicomTag tag, DicomVR vr, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw new OrthancException(OrthancError.BadFileFormat, $"The value of tag {tag} contains the character U+0000");
        try
        {
            if (request.InterpretBinaryTags && DataUri.Find(text) is { MediaType: DataUri.AnyBytes } uri)
                dataset.AddOrUpdate(tag, vr, uri.Decode());
            else if (vr == DicomVR.SQ && text.Length == 0)
                dataset.AddOrUpdate(new DicomSequence(tag, []));
            else if (vr == DicomVR.OB || vr == DicomVR.OW || vr == DicomVR.UN)
                dataset.AddOrUpdate(tag, vr, dataset.Encoding.Encode(text, vr));
            else
                dataset.AddOrUpdate(tag, vr, text);
        }
        catch (FormatException)
        {
            throw new OrthancException(OrthancError.BadFileFormat, $"The data URI of tag {tag} is no base64");
        }
        catch (DicomValueException)
        {
            throw new OrthancException(OrthancError.BadFileFormat, $"While creating a DICOM instance, tag ({tag}) has out-of-range value: \"{Shortened(text)}\"");
        }
    }

    private static string Shortened(string text) => text.Length > 64 ? text[..64] : text;
}
