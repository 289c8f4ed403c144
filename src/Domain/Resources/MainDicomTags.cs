using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using EventDicom.Dicom;

namespace EventDicom.Domain.Resources;

/// <summary>
/// The tags that the archive keeps of each resource beside the file, so that lists and searches need not open it: Orthanc's
/// choice, and what <c>ExtraMainDicomTags</c> adds. Which they are is kept with each resource, since the choice changes.
/// </summary>
public sealed class MainDicomTags
{
    // Up to Orthanc 1.12.4.
    private static readonly Dictionary<ResourceLevel, DicomTag[]> s_first = new Dictionary<ResourceLevel, DicomTag[]>
    {
        [ResourceLevel.Patient] =
        [
            DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex, DicomTag.OtherPatientIDs,
        ],
        [ResourceLevel.Study] =
        [
            DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.AccessionNumber, DicomTag.InstitutionName, DicomTag.ReferringPhysicianName,
            DicomTag.StudyDescription, DicomTag.StudyInstanceUID, DicomTag.StudyID, DicomTag.RequestingPhysician,
            DicomTag.RequestedProcedureDescription,
        ],
        [ResourceLevel.Series] =
        [
            DicomTag.SeriesDate, DicomTag.SeriesTime, DicomTag.Modality, DicomTag.Manufacturer, DicomTag.StationName,
            DicomTag.SeriesDescription, DicomTag.OperatorsName, DicomTag.ContrastBolusAgent, DicomTag.BodyPartExamined,
            DicomTag.SequenceName, DicomTag.ProtocolName, DicomTag.CardiacNumberOfImages, DicomTag.AcquisitionDeviceProcessingDescription,
            DicomTag.SeriesInstanceUID, DicomTag.SeriesNumber, DicomTag.ImageOrientationPatient, DicomTag.NumberOfTemporalPositions,
            DicomTag.ImagesInAcquisition, DicomTag.PerformedProcedureStepDescription, DicomTag.NumberOfSlices, DicomTag.NumberOfTimeSlices,
            DicomTag.SeriesType,
        ],
        [ResourceLevel.Instance] =
        [
            DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime, DicomTag.SOPInstanceUID, DicomTag.AcquisitionNumber,
            DicomTag.InstanceNumber, DicomTag.ImagePositionPatient, DicomTag.ImageOrientationPatient, DicomTag.TemporalPositionIdentifier,
            DicomTag.ImageComments, DicomTag.NumberOfFrames, DicomTag.ImageIndex,
        ],
    };

    // Added by Orthanc 1.12.5: TimezoneOffsetFromUTC; when the procedure step began, and RequestAttributesSequence.
    private static readonly IReadOnlyDictionary<ResourceLevel, DicomTag[]> s_added = new Dictionary<ResourceLevel, DicomTag[]>
    {
        [ResourceLevel.Study] = [DicomTag.TimezoneOffsetFromUTC],
        [ResourceLevel.Series] = [DicomTag.TimezoneOffsetFromUTC, DicomTag.PerformedProcedureStepStartDate,
            DicomTag.PerformedProcedureStepStartTime, DicomTag.RequestAttributesSequence],
    };

    private static readonly FrozenDictionary<ResourceLevel, string> s_firstSignatures =
        s_first.ToFrozenDictionary(level => level.Key, level => string.Join(';', level.Value.Select(tag => tag.ToString())));

    // Longer texts are not kept beside the file; an attribute of a form with 16-bit lengths (PS3.5 section 7.1.2) is far below.
    private const int LongestValue = 1 << 20;

    public static readonly MainDicomTags Default = new(new Dictionary<ResourceLevel, IReadOnlyList<DicomTag>>(), DicomDictionary.Default);

    private readonly FrozenDictionary<ResourceLevel, (DicomTag Tag, string Key)[]> _tags;
    private readonly FrozenDictionary<ResourceLevel, string> _signatures;
    private readonly DicomJsonOptions _sequences;

    /// <param name="extra">Tags beyond Orthanc's own, by level; those already there are not repeated.</param>
    /// <param name="dictionary">Gives the names of what sequences hold.</param>
    public MainDicomTags(IReadOnlyDictionary<ResourceLevel, IReadOnlyList<DicomTag>> extra, DicomDictionary dictionary)
    {
        _tags = s_first.ToFrozenDictionary(
            level => level.Key,
            level =>
                level.Value.Concat(s_added.GetValueOrDefault(level.Key) ?? []).Concat(extra.GetValueOrDefault(level.Key) ?? [])
                .Distinct().Order()
                .Select(tag => (tag, tag.ToString())).ToArray());
        _signatures = _tags.ToFrozenDictionary(level => level.Key, level => string.Join(';', level.Value.Select(tag => tag.Key)));
        _sequences = new() { Dictionary = dictionary };
    }

    /// <summary>Whether a tag is kept of the resources of a level.</summary>
    public bool Has(ResourceLevel level, DicomTag tag) => Array.Exists(_tags[level], kept => kept.Tag == tag);

    /// <summary>Whether what is kept of a main tag is a sequence.</summary>
    public bool IsSequence(DicomTag tag) => _sequences.Dictionary.LookupVR(tag) == DicomVR.SQ;

    /// <summary>Whether a tag has been kept of a level ever since, whenever a resource was stored.</summary>
    public static bool WasAlways(ResourceLevel level, DicomTag tag) => s_first[level].Contains(tag);

    public IEnumerable<DicomTag> At(ResourceLevel level) => _tags[level].Select(tag => tag.Tag);

    /// <summary>The list in force, as Orthanc's metadata MainDicomTagsSignature spells it: sorted <c>gggg,eeee</c> joined by
    /// <c>;</c>.</summary>
    public string SignatureOf(ResourceLevel level) => _signatures[level];

    /// <summary>What an event says of the list in force: nothing where it is the first one, which is that of events from before they said
    /// anything.</summary>
    public string? KeptSignatureOf(ResourceLevel level) => _signatures[level] == s_firstSignatures[level] ? null : _signatures[level];

    /// <summary>The list that was in force when a resource was stored.</summary>
    /// <param name="kept">What the event says of it.</param>
    public static string SignatureOf(ResourceLevel level, string? kept) => kept ?? s_firstSignatures[level];

    /// <summary>Whether a resource that was stored with a list has all that the list in force asks for.</summary>
    /// <inheritdoc cref="SignatureOf(ResourceLevel, string?)"/>
    public bool IsCoveredBy(ResourceLevel level, string? kept)
    {
        var list = SignatureOf(level, kept).Split(';').ToHashSet();
        return _tags[level].All(tag => list.Contains(tag.Key));
    }

    /// <summary>The main tags of a level that the data set has, <c>gggg,eeee</c> to text; sequences, binary values and those of more than 1
    /// MiB are no main tags.</summary>
    public IReadOnlyDictionary<string, string> Read(DicomDataset dataset, ResourceLevel level)
    {
        var values = new Dictionary<string, string>();
        foreach (var (tag, key) in _tags[level])
            if (dataset.Find(tag) is DicomElement { Length: <= LongestValue } element && dataset.TryGetString(element, out var value))
                values[key] = value;
        return values;
    }

    /// <summary>
    /// The sequences among the main tags of a level that the data set has: a JSON object, <c>gggg,eeee</c> to what <c>/tags</c> shows of
    /// them; <c>null</c> where there is none. One that takes more than 1 MiB is no main tag.
    /// </summary>
    public string? ReadSequences(DicomDataset dataset, ResourceLevel level)
    {
        HashSet<DicomTag>? found = null;
        foreach (var (tag, _) in _tags[level])
            if (dataset.Find(tag) is DicomSequence) (found ??= []).Add(tag);
        if (found is null) return null;

        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) DicomJson.Write(json, dataset, DicomJsonFormat.Full, _sequences with { Only = found });
        return bytes.WrittenCount <= LongestValue ? Encoding.UTF8.GetString(bytes.WrittenSpan) : null;
    }
}
