using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Creating;

/// <summary>Writes the tags of a request into a data set: text, numbers, bytes and sequences, each with the VR that the dictionary
/// knows.</summary>
public sealed class TagWriter(DicomDictionary dictionary, CreateDicomRequest request)
{
    // These are always there, and are no one's to keep.
    private static readonly HashSet<DicomTag> s_replaceable =
    [
        DicomTag.PatientID, DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.AcquisitionDate,
        DicomTag.AcquisitionTime, DicomTag.ContentDate, DicomTag.ContentTime, DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime,
    ];

    /// <returns><c>null</c> when they are written. A tag is unknown (27), there already (2020), PixelData (2021), or its value none (5,
    /// 15).</returns>
    public Refused? Write(DicomDatasetBuilder dataset, JsonElement tags)
    {
        if (Members(tags).IsRefused(out var refused, out var members)) return refused;
        foreach (var (tag, (name, value)) in members)
        {
            if (tag == DicomTag.SpecificCharacterSet) continue;
            if (!request.Force && dataset.Contains(tag) && !MayReplace(dataset, tag, value))
                return new(OrthancError.CreateDicomOverrideTag, name);
            if (tag == DicomTag.PixelData) return new(OrthancError.CreateDicomUseContent);
            if (Set(dataset, tag, value) is { } unfit) return unfit;
        }
        return null;
    }

    // The patient of a parent is inherited: another one would file the instance elsewhere.
    private bool MayReplace(DicomDatasetBuilder dataset, DicomTag tag, JsonElement value) =>
        tag == DicomTag.PatientID && request.Parent is not null
            ? value.ValueKind == JsonValueKind.String && dataset.Build().TryGetString(tag, out var inherited)
            && inherited == value.GetString()
            : s_replaceable.Contains(tag);

    private Refused? Set(DicomDatasetBuilder dataset, DicomTag tag, JsonElement value)
    {
        if (!tag.IsOfDataset) return new(OrthancError.ParameterOutOfRange, $"Tag {tag} is none that a data set can have");
        var vr = dictionary.LookupVR(tag, request.PrivateCreator ?? dataset.PrivateCreatorOf(tag));
        return value.ValueKind switch
        {
            JsonValueKind.String => SetText(dataset, tag, vr, value.GetString()!),
            JsonValueKind.Null => SetText(dataset, tag, vr, ""),
            JsonValueKind.Array when vr == DicomVR.SQ || vr == DicomVR.UN => SetItems(dataset, tag, value),
            _ => BadType(tag),
        };
    }

    private Refused? SetItems(DicomDatasetBuilder around, DicomTag tag, JsonElement value)
    {
        var items = new List<DicomDataset>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object) return BadType(tag);
            if (Members(item).IsRefused(out var refused, out var members)) return refused;
            var dataset = new DicomDatasetBuilder(encoding: around.Encoding);
            foreach (var (inner, (_, content)) in members)
                if (Set(dataset, inner, content) is { } unfit)
                    return unfit;
            items.Add(dataset.Build());
        }
        around.AddOrUpdate(new DicomSequence(tag, items));
        return null;
    }

    // In the order of their numbers, so that creators come before the elements that need them. What is said last of a tag counts.
    private Answer<SortedDictionary<DicomTag, (string Name, JsonElement Value)>> Members(JsonElement tags)
    {
        var members = new SortedDictionary<DicomTag, (string, JsonElement)>();
        foreach (var member in tags.EnumerateObject())
        {
            if (!dictionary.TryParseTag(member.Name, out var tag)) return new Refused(OrthancError.UnknownDicomTag);
            members[tag] = (member.Name, member.Value);
        }
        return members;
    }

    private Refused? SetText(DicomDatasetBuilder dataset, DicomTag tag, DicomVR vr, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            return new(OrthancError.BadFileFormat, $"The value of tag {tag} contains the character U+0000");
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
            return null;
        }
        catch (FormatException)
        {
            return new(OrthancError.BadFileFormat, $"The data URI of tag {tag} is no base64");
        }
        catch (DicomValueException)
        {
            return new(OrthancError.BadFileFormat,
                $"While creating a DICOM instance, tag ({tag}) has out-of-range value: \"{Shortened(text)}\"");
        }
    }

    private static Refused BadType(DicomTag tag) => new(OrthancError.BadParameterType, $"Bad Parameter type for tag {tag}");

    private static string Shortened(string text) => text.Length > 64 ? text[..64] : text;
}
