using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;

namespace EventDicom.Api.Tools.Creating;

/// <summary>What a new instance inherits of an instance that is below its parent already.</summary>
/// <param name="Level">Of the parent.</param>
/// <param name="Encoding">The character set of the other instance.</param>
public sealed record Inheritance(ResourceLevel Level, DicomEncoding Encoding, IReadOnlyList<(DicomTag Tag, DicomVR VR, string Value)> Values)
{
    // What Orthanc shows of a value is what it hands down; longer ones it does not show.
    private const int LongestInherited = 256;

    public static Inheritance From(DicomDataset sibling, ResourceLevel level)
    {
        IEnumerable<DicomTag> inherited = DicomModule.Patient;
        if (level >= ResourceLevel.Study) inherited = inherited.Concat(DicomModule.Study);
        if (level >= ResourceLevel.Series) inherited = inherited.Concat(DicomModule.Series);

        var values = new List<(DicomTag, DicomVR, string)>();
        foreach (var tag in inherited)
        {
            if (sibling.Find(tag) is not DicomElement element) continue;
            if (!sibling.TryGetString(element, out var value)) value = "";
            if (value.Length <= LongestInherited) values.Add((tag, element.VR, value));
        }
        return new(level, sibling.Encoding, values);
    }
}

/// <summary>Makes the DICOM files that a request describes, as Orthanc does: identifiers and times of its own, the parent's modules, the tags, the content.</summary>
public sealed class InstanceCreator(DicomDictionary dictionary, DicomEncoding defaultEncoding, TimeProvider clock)
{
    /// <summary>One file for each content of the request, made one after the other.</summary>
    /// <exception cref="OrthancException">The request asks for what cannot be; see the table of spec/30 section 4.</exception>
    public IEnumerable<DicomFile> Create(CreateDicomRequest request, Inheritance? parent)
    {
        var writer = new TagWriter(dictionary, request);
        var first = Start(request, parent);
        var (tags, flatContent) = request.IsFlat ? Split(request.Tags) : (request.Tags, null);
        writer.Write(first, tags);
        if (!request.IsSeries)
        {
            yield return Finish(first, request.Contents[0].DataUri ?? flatContent, request.Encapsulate);
            yield break;
        }

        first.AddOrUpdate(DicomTag.ImagesInAcquisition, Text(request.Contents.Count));
        first.AddOrUpdate(DicomTag.NumberOfTemporalPositions, "1");
        var common = first.Build();
        for (var number = 1; number <= request.Contents.Count; number++)
        {
            var content = request.Contents[number - 1];
            var instance = new DicomDatasetBuilder(common);
            instance.AddOrUpdate(DicomTag.SOPInstanceUID, DicomUIDGenerator.Generate());
            if (content.Tags.ValueKind == JsonValueKind.Object) writer.Write(instance, content.Tags);
            instance.AddOrUpdate(DicomTag.InstanceNumber, Text(number));
            instance.AddOrUpdate(DicomTag.ImageIndex, Text(number));
            yield return Finish(instance, content.DataUri, request.Encapsulate);
        }
    }

    private DicomDatasetBuilder Start(CreateDicomRequest request, Inheritance? parent)
    {
        var encoding = parent is null ? EncodingOf(request.Tags) : parent.Encoding;
        var dataset = new DicomDatasetBuilder(options: new DicomReadOptions { Dictionary = dictionary }, encoding: encoding);
        if (!request.IsFlat && encoding.SpecificCharacterSet is { } term) dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, term);
        dataset.AddOrUpdate(DicomTag.PatientID, Guid.NewGuid().ToString());
        dataset.AddOrUpdate(DicomTag.StudyInstanceUID, DicomUIDGenerator.Generate());
        dataset.AddOrUpdate(DicomTag.SeriesInstanceUID, DicomUIDGenerator.Generate());
        dataset.AddOrUpdate(DicomTag.SOPInstanceUID, DicomUIDGenerator.Generate());
        if (request.IsFlat) return dataset;

        foreach (var (tag, vr, value) in parent?.Values ?? []) dataset.AddOrUpdate(tag, vr, value);
        Date(dataset, DicomTag.AcquisitionDate, DicomTag.AcquisitionTime);
        Date(dataset, DicomTag.ContentDate, DicomTag.ContentTime);
        Date(dataset, DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime);
        if (parent?.Level != ResourceLevel.Series) Date(dataset, DicomTag.SeriesDate, DicomTag.SeriesTime);
        if (parent is null or { Level: ResourceLevel.Patient }) Date(dataset, DicomTag.StudyDate, DicomTag.StudyTime);
        return dataset;
    }

    private void Date(DicomDatasetBuilder dataset, DicomTag date, DicomTag time)
    {
        var now = clock.GetUtcNow();
        dataset.AddOrUpdate(date, now.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        dataset.AddOrUpdate(time, now.ToString("HHmmss", CultureInfo.InvariantCulture) + ".000000");
    }

    private DicomEncoding EncodingOf(JsonElement tags)
    {
        var named = tags.EnumerateObject().FirstOrDefault(member => dictionary.TryParseTag(member.Name, out var tag) && tag == DicomTag.SpecificCharacterSet).Value;
        if (named.ValueKind == JsonValueKind.Undefined) return defaultEncoding;

        var term = named.ValueKind == JsonValueKind.String ? named.GetString()! : throw new OrthancException(OrthancError.BadParameterType, "SpecificCharacterSet must be a string");
        return term.Split('\\').All(part => DicomEncoding.IsSupportedTerm(part))
            ? DicomEncoding.FromSpecificCharacterSet(term, DicomEncoding.Ascii)
            : throw new OrthancException(OrthancError.ParameterOutOfRange, $"Unknown specific character set: {term}");
    }

    // The deprecated form has its content where the pixels would be.
    private (JsonElement Tags, string? Content) Split(JsonElement flat)
    {
        string? content = null;
        var tags = new Dictionary<string, JsonElement>();
        foreach (var member in flat.EnumerateObject())
        {
            if (dictionary.TryParseTag(member.Name, out var tag) && tag == DicomTag.PixelData) content = member.Value.GetString();
            else tags[member.Name] = member.Value;
        }
        return (JsonSerializer.SerializeToElement(tags), content);
    }

    private static DicomFile Finish(DicomDatasetBuilder dataset, string? dataUri, bool encapsulate)
    {
        var syntax = dataUri is null ? DicomTransferSyntax.ExplicitVRLittleEndian : ContentWriter.Write(dataset, dataUri, encapsulate);
        return DicomFile.Create(dataset.Build(), syntax);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
