using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;

namespace EventDicom.Domain.Creating;

/// <summary>What a new instance inherits of an instance that is below its parent already.</summary>
/// <param name="Level">Of the parent.</param>
/// <param name="Encoding">The character set of the other instance.</param>
public sealed record Inheritance(ResourceLevel Level, DicomEncoding Encoding,
    IReadOnlyList<(DicomTag Tag, DicomVR VR, string Value)> Values)
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

/// <summary>Makes the DICOM files that a request describes, as Orthanc does: identifiers and times of its own, the parent's modules, the
/// tags, the content.</summary>
public sealed class InstanceCreator(DicomDictionary dictionary, DicomEncoding defaultEncoding, TimeProvider clock)
{
    /// <summary>One file for each content of the request, made and taken one after the other.</summary>
    /// <returns><c>null</c> when all are made; refused with Orthanc's error when the request asks for what cannot be.</returns>
    public Refused? Create(CreateDicomRequest request, Inheritance? parent, Action<DicomFile> take)
    {
        var writer = new TagWriter(dictionary, request);
        if (Start(request, parent).IsRefused(out var refused, out var first)) return refused;
        var (tags, flatContent) = request.IsFlat ? Split(request.Tags) : (request.Tags, null);
        if (writer.Write(first, tags) is { } unfit) return unfit;
        if (!request.IsSeries) return Finish(first, request.Contents[0].DataUri ?? flatContent, request.Encapsulate, take);

        first.AddOrUpdate(DicomTag.ImagesInAcquisition, Text(request.Contents.Count));
        first.AddOrUpdate(DicomTag.NumberOfTemporalPositions, "1");
        var common = first.Build();
        for (var number = 1; number <= request.Contents.Count; number++)
        {
            var content = request.Contents[number - 1];
            var instance = new DicomDatasetBuilder(common);
            instance.AddOrUpdate(DicomTag.SOPInstanceUID, DicomUIDGenerator.Generate());
            if (content.Tags.ValueKind == JsonValueKind.Object && writer.Write(instance, content.Tags) is { } wrong) return wrong;
            instance.AddOrUpdate(DicomTag.InstanceNumber, Text(number));
            instance.AddOrUpdate(DicomTag.ImageIndex, Text(number));
            if (Finish(instance, content.DataUri, request.Encapsulate, take) is { } damaged) return damaged;
        }
        return null;
    }

    private Answer<DicomDatasetBuilder> Start(CreateDicomRequest request, Inheritance? parent)
    {
        if ((parent is null ? RequestedEncoding.Of(request.Tags, dictionary, defaultEncoding) : parent.Encoding)
            .IsRefused(out var refused, out var encoding)) return refused;
        var dataset = new DicomDatasetBuilder(options: new DicomReadOptions { Dictionary = dictionary }, encoding: encoding);
        if (!request.IsFlat && encoding.SpecificCharacterSet is { } term)
            dataset.AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, term);
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

    private static Refused? Finish(DicomDatasetBuilder dataset, string? dataUri, bool encapsulate, Action<DicomFile> take)
    {
        var syntax = DicomTransferSyntax.ExplicitVRLittleEndian;
        if (dataUri is not null && ContentWriter.Write(dataset, dataUri, encapsulate).IsRefused(out var refused, out syntax))
            return refused;
        take(DicomFile.Create(dataset.Build(), syntax!));
        return null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
