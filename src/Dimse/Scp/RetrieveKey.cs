using EventDicom.Dicom;
using EventDicom.Domain;

namespace EventDicom.Dimse.Scp;

/// <summary>What a C-MOVE or C-GET asks for (PS3.4 section C.4.2.1): the resources of a level with one of some values of a key.</summary>
internal sealed record RetrieveKey(ResourceLevel Level, DicomTag Tag, IReadOnlyList<string> Values)
{
    // Those of a level that come first count; a study may be named by its accession number.
    private static readonly (ResourceLevel Level, DicomTag Tag)[] s_keys =
    [
        (ResourceLevel.Instance, DicomTag.SOPInstanceUID), (ResourceLevel.Series, DicomTag.SeriesInstanceUID),
        (ResourceLevel.Study, DicomTag.StudyInstanceUID), (ResourceLevel.Study, DicomTag.AccessionNumber),
        (ResourceLevel.Patient, DicomTag.PatientID),
    ];

    /// <returns>What makes no sense, where something does not.</returns>
    public static (RetrieveKey? Key, string? Problem) Read(DicomDataset identifier)
    {
        var named = identifier.Text(DicomTag.QueryRetrieveLevel);
        var isNamed = QueryLevel.TryParse(named, out var level);
        if (named.Length > 0 && !isNamed) return (null, "QueryRetrieveLevel is none");

        foreach (var (ofLevel, tag) in s_keys)
        {
            if (isNamed && ofLevel != level) continue;
            var values = identifier.Text(tag).Split('\\', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (values.Length > 0) return (new(ofLevel, tag, [.. values.Distinct()]), null);
        }
        return (null, "The identifier names nothing at its level");
    }
}
