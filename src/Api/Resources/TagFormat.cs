using EventDicom.Dicom;

namespace EventDicom.Api.Resources;

/// <summary>Which of Orthanc's three shapes of tags a request asks for: simplify beats short beats full.</summary>
public static class TagFormat
{
    public static DicomJsonFormat Of(IQueryCollection query, DicomJsonFormat otherwise) =>
        query.ContainsKey("simplify") ? DicomJsonFormat.Simplify
        : query.ContainsKey("short") ? DicomJsonFormat.Short
        : query.ContainsKey("full") ? DicomJsonFormat.Full
        : otherwise;
}
