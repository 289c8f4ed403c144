using EventDicom.Dicom;

namespace EventDicom.Domain.Retrieving;

/// <summary>The levels of queries and retrievals (PS3.4 section C.3).</summary>
public static class QueryLevels
{
    /// <summary>How QueryRetrieveLevel (0008,0052) spells it.</summary>
    public static string Spelled(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => "PATIENT",
        ResourceLevel.Study => "STUDY",
        ResourceLevel.Series => "SERIES",
        _ => "IMAGE",
    };

    /// <summary>A level as clients write it: in any case, in the singular or plural.</summary>
    public static bool TryParse(string text, out ResourceLevel level)
    {
        (var isKnown, level) = text.ToLowerInvariant() switch
        {
            "patient" or "patients" => (true, ResourceLevel.Patient),
            "study" or "studies" => (true, ResourceLevel.Study),
            "series" => (true, ResourceLevel.Series),
            "instance" or "instances" or "image" or "images" => (true, ResourceLevel.Instance),
            _ => (false, default),
        };
        return isKnown;
    }

    /// <summary>What tells resources of a level apart, and of those above it.</summary>
    public static IEnumerable<DicomTag> UniqueKeys(ResourceLevel level) => new[]
    {
        (ResourceLevel.Patient, DicomTag.PatientID), (ResourceLevel.Study, DicomTag.StudyInstanceUID),
        (ResourceLevel.Series, DicomTag.SeriesInstanceUID), (ResourceLevel.Instance, DicomTag.SOPInstanceUID),
    }.Where(key => key.Item1 <= level).Select(key => key.Item2);
}
