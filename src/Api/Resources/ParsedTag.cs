using EventDicom.Dicom;

namespace EventDicom.Api.Resources;

public static class ParsedTag
{
    /// <summary>A tag as requests may write it: a name of the dictionary or eight hex digits.</summary>
    /// <exception cref="OrthancException">It is neither (error 27, which Orthanc answers with status 500).</exception>
    public static DicomTag ParseTag(this DicomDictionary dictionary, string text) =>
        dictionary.TryParseTag(text, out var tag) ? tag : throw new OrthancException(OrthancError.UnknownDicomTag);

    /// <summary>The tags of <c>?ignore-length=A,B</c>, whose values are shown whatever their length.</summary>
    public static HashSet<DicomTag> IgnoredLengths(this DicomDictionary dictionary, IQueryCollection query) =>
    [
        .. query["ignore-length"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(dictionary.ParseTag),
    ];
}
