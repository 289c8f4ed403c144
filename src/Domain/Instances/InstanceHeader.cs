using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Instances;

/// <summary>
/// What the archive must know of a DICOM file to file it: identifiers, main tags, and where its pixels begin. All of it is read at once, so
/// that it holds whatever becomes of the file.
/// </summary>
public sealed class InstanceHeader
{
    // First rule whose tags are all there decides (Orthanc): a product of two counts, or one count.
    private static readonly DicomTag[][] s_expectedCounts =
    [
        [DicomTag.ImagesInAcquisition, DicomTag.NumberOfTemporalPositions],
        [DicomTag.NumberOfSlices, DicomTag.NumberOfTimeSlices],
        [DicomTag.CardiacNumberOfImages],
    ];

    private readonly Dictionary<ResourceLevel, IReadOnlyDictionary<string, string>> _mainTags;
    private readonly Dictionary<ResourceLevel, string> _sequences = [];
    private readonly MainDicomTags _tags;

    private InstanceHeader(DicomFile file, MainDicomTags tags, string patientId, string studyInstanceUid, string seriesInstanceUid,
        string sopInstanceUid)
    {
        var dataset = file.Dataset;
        _tags = tags;
        _mainTags = Enum.GetValues<ResourceLevel>().ToDictionary(level => level, level => tags.Read(dataset, level));
        foreach (var level in Enum.GetValues<ResourceLevel>())
            if (tags.ReadSequences(dataset, level) is { } sequences) _sequences[level] = sequences;
        TransferSyntaxUid = file.TransferSyntax.UID;
        SopClassUid = dataset.TryGetString(DicomTag.SOPClassUID, out var uid) ? uid : null;
        HasPixelData = dataset.Contains(DicomTag.PixelData);
        PixelDataOffset = file.HasPreamble && file.FileMetaInfo.Count > 0 ? file.PixelDataOffset : null;
        PixelDataVr = UnexpectedPixelVr(file);
        IndexInSeries = (dataset.TryGetString(DicomTag.InstanceNumber, out var number)
            || dataset.TryGetString(DicomTag.ImageIndex, out number)) ? number.Trim(' ') : null;
        ExpectedNumberOfInstances = ReadExpectedNumber(dataset);
        (DicomPatientId, StudyInstanceUid, SeriesInstanceUid, SopInstanceUid) = (patientId, studyInstanceUid, seriesInstanceUid,
            sopInstanceUid);
        PatientId = OrthancId.OfPatient(patientId);
        StudyId = OrthancId.OfStudy(patientId, studyInstanceUid);
        SeriesId = OrthancId.OfSeries(patientId, studyInstanceUid, seriesInstanceUid);
        InstanceId = OrthancId.OfInstance(patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUid);
    }

    public OrthancId PatientId { get; }
    public OrthancId StudyId { get; }
    public OrthancId SeriesId { get; }
    public OrthancId InstanceId { get; }
    public Lineage Parents => new(SeriesId, StudyId, PatientId);
    public string DicomPatientId { get; }
    public string StudyInstanceUid { get; }
    public string SeriesInstanceUid { get; }
    public string SopInstanceUid { get; }
    public string TransferSyntaxUid { get; }
    public string? SopClassUid { get; }
    public bool HasPixelData { get; }

    /// <summary>In bytes from the start of the file; <c>null</c> without pixel data, for deflated files, and for files without preamble and
    /// file meta information.</summary>
    public long? PixelDataOffset { get; }

    /// <summary>
    /// VR of PixelData where an explicit, uncompressed file has not the one that its pixels should have (PS3.5 section 8.2): OW for more
    /// than 8 bits, OB otherwise.
    /// </summary>
    public string? PixelDataVr { get; }

    /// <summary>InstanceNumber without spaces; ImageIndex where the file has no InstanceNumber at all.</summary>
    public string? IndexInSeries { get; }

    /// <summary>How many instances this one says its series will hold; <c>null</c> when it does not say, or says nonsense.</summary>
    public long? ExpectedNumberOfInstances { get; }

    /// <inheritdoc cref="MainDicomTags.Read"/>
    public IReadOnlyDictionary<string, string> MainTags(ResourceLevel level) => _mainTags[level];

    /// <inheritdoc cref="MainDicomTags.ReadSequences"/>
    public string? MainSequences(ResourceLevel level) => _sequences.GetValueOrDefault(level);

    /// <inheritdoc cref="MainDicomTags.KeptSignatureOf"/>
    public string? MainTagsSignature(ResourceLevel level) => _tags.KeptSignatureOf(level);

    /// <summary>Reads the identifiers, or says which one is missing as Orthanc would: absent and empty are told apart.</summary>
    /// <param name="file">Not needed any more afterwards.</param>
    public static Answer<InstanceHeader> Read(DicomFile file, MainDicomTags tags)
    {
        var uids = new string[3];
        var wanted = new[] { DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID };
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!file.Dataset.TryGetString(wanted[i], out uids[i]!))
                return new Refused(OrthancError.InexistentTag, $"The file has no tag {wanted[i]}");
        }

        for (var i = 0; i < uids.Length; i++) uids[i] = OrthancId.WithoutPadding(uids[i]);
        if (uids.Any(string.IsNullOrEmpty))
            return new Refused(OrthancError.BadFileFormat, "StudyInstanceUID, SeriesInstanceUID or SOPInstanceUID is empty");

        var patientId = file.Dataset.TryGetString(DicomTag.PatientID, out var text) ? OrthancId.WithoutPadding(text) : "";
        return new InstanceHeader(file, tags, patientId, uids[0], uids[1], uids[2]);
    }

    private static string? UnexpectedPixelVr(DicomFile file)
    {
        if (file.Dataset.Find(DicomTag.PixelData) is not { VR: var vr }) return null;
        if (!file.TransferSyntax.Equals(DicomTransferSyntax.ExplicitVRLittleEndian)
            && !file.TransferSyntax.Equals(DicomTransferSyntax.ExplicitVRBigEndian)) return null;

        var isWide = file.Dataset.TryGetString(DicomTag.BitsAllocated, out var bits)
            && int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 8;
        return vr == (isWide ? DicomVR.OW : DicomVR.OB) ? null : vr.Code;
    }

    private static long? ReadExpectedNumber(DicomDataset dataset)
    {
        foreach (var rule in s_expectedCounts)
        {
            if (!rule.All(dataset.Contains)) continue;

            long product = 1;
            foreach (var tag in rule)
            {
                if (!dataset.TryGetString(tag, out var text)
                    || !int.TryParse(text.Trim(' '), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
                    return null;
                product *= count;
            }
            return product > 0 ? product : null;
        }
        return null;
    }
}
