using System.Globalization;
using EventDicom.Dicom;

namespace EventDicom.Domain.Instances;

/// <summary>What the archive must know of a DICOM file to file it: identifiers, and where its pixels begin.</summary>
public sealed class InstanceHeader
{
    private static readonly DicomTag s_patientId = new(0x0010, 0x0020);
    private static readonly DicomTag s_studyInstanceUid = new(0x0020, 0x000d);
    private static readonly DicomTag s_seriesInstanceUid = new(0x0020, 0x000e);
    private static readonly DicomTag s_sopInstanceUid = new(0x0008, 0x0018);
    private static readonly DicomTag s_sopClassUid = new(0x0008, 0x0016);
    private static readonly DicomTag s_pixelData = new(0x7fe0, 0x0010);
    private static readonly DicomTag s_instanceNumber = new(0x0020, 0x0013);
    private static readonly DicomTag s_imageIndex = new(0x0054, 0x1330);

    // First rule whose tags are all there decides (Orthanc): a product of two counts, or one count.
    private static readonly DicomTag[][] s_expectedCounts =
    [
        [new(0x0020, 0x1002), new(0x0020, 0x0105)],
        [new(0x0054, 0x0081), new(0x0054, 0x0101)],
        [new(0x0018, 0x1090)],
    ];

    private readonly DicomFile _file;

    private InstanceHeader(DicomFile file, string patientId, string studyInstanceUid, string seriesInstanceUid, string sopInstanceUid)
    {
        _file = file;
        (DicomPatientId, StudyInstanceUid, SeriesInstanceUid, SopInstanceUid) = (patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUid);
        PatientId = OrthancId.OfPatient(patientId);
        StudyId = OrthancId.OfStudy(patientId, studyInstanceUid);
        SeriesId = OrthancId.OfSeries(patientId, studyInstanceUid, seriesInstanceUid);
        InstanceId = OrthancId.OfInstance(patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUid);
    }

    public OrthancId PatientId { get; }
    public OrthancId StudyId { get; }
    public OrthancId SeriesId { get; }
    public OrthancId InstanceId { get; }
    public string DicomPatientId { get; }
    public string StudyInstanceUid { get; }
    public string SeriesInstanceUid { get; }
    public string SopInstanceUid { get; }
    public DicomDataset Dataset => _file.Dataset;
    public string? TransferSyntaxUid => _file.TransferSyntax.UID;
    public string? SopClassUid => Dataset.TryGetString(s_sopClassUid, out var uid) ? uid : null;
    public long? PixelDataOffset => _file.PixelDataOffset;
    public string? PixelDataVr => Dataset.Find(s_pixelData)?.VR.Code;

    /// <summary>InstanceNumber without spaces; ImageIndex where the file has no InstanceNumber at all.</summary>
    public string? IndexInSeries =>
        (Dataset.TryGetString(s_instanceNumber, out var number) || Dataset.TryGetString(s_imageIndex, out number)) ? number.Trim(' ') : null;

    /// <summary>How many instances this one says its series will hold; <c>null</c> when it does not say, or says nonsense.</summary>
    public long? ExpectedNumberOfInstances
    {
        get
        {
            foreach (var rule in s_expectedCounts)
            {
                if (!rule.All(Dataset.Contains)) continue;

                long product = 1;
                foreach (var tag in rule)
                {
                    if (!Dataset.TryGetString(tag, out var text)
                        || !int.TryParse(text.Trim(' '), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
                        return null;
                    product *= count;
                }
                return product > 0 ? product : null;
            }
            return null;
        }
    }

    /// <summary>Reads the identifiers, or says which one is missing as Orthanc would: absent and empty are told apart.</summary>
    public static InstanceHeader? TryRead(DicomFile file, out Decision.Refused? refused)
    {
        refused = null;
        var uids = new string[3];
        var wanted = new[] { s_studyInstanceUid, s_seriesInstanceUid, s_sopInstanceUid };
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!file.Dataset.TryGetString(wanted[i], out uids[i]!))
            {
                refused = new(Refusal.InexistentTag, $"The file has no tag {wanted[i]}");
                return null;
            }
        }

        if (uids.Any(string.IsNullOrEmpty))
        {
            refused = new(Refusal.BadFileFormat, "StudyInstanceUID, SeriesInstanceUID or SOPInstanceUID is empty");
            return null;
        }

        var patientId = file.Dataset.TryGetString(s_patientId, out var text) ? text : "";
        return new(file, patientId, uids[0], uids[1], uids[2]);
    }
}
