namespace EventDicom.Api.DicomWeb;

/// <summary>As what data sets are sent: one array in JSON (PS3.18 annex F), or a part of XML for each (PS3.19 annex A).</summary>
public enum ModelType
{
    Json,
    Xml,
}

/// <summary>Which of the two a request accepts.</summary>
internal static class ModelTypes
{
    public const string Json = "application/dicom+json";
    public const string Xml = "application/dicom+xml";
    public const string Multipart = "multipart/related";

    /// <summary>Of metadata: the best entry that can be served.</summary>
    /// <exception cref="OrthancException">Error 8: none can.</exception>
    public static ModelType OfMetadata(HttpRequest request)
    {
        var ranges = MediaRange.Of(request);
        foreach (var range in ranges)
        {
            if (IsJson(range) || range.Type is "*/*" or "application/*") return ModelType.Json;
            if (IsMultipartXml(range)) return ModelType.Xml;
        }
        return ranges.Count == 0 && request.Headers.Accept.Count == 0
            ? ModelType.Json
            : throw new OrthancException(
                OrthancError.BadRequest, $"Metadata can be had as {Json}, or as {Multipart}; type=\"{Xml}\"");
    }

    /// <summary>Of a search: XML where that is asked for and no JSON beside it, else JSON whatever is asked for.</summary>
    public static ModelType OfSearch(HttpRequest request)
    {
        var ranges = MediaRange.Of(request);
        return !ranges.Any(IsJson) && ranges.Any(range => range.Type is Xml or "application/xml" or "text/xml" || IsMultipartXml(range))
            ? ModelType.Xml
            : ModelType.Json;
    }

    private static bool IsJson(MediaRange range) => range.Type is Json or "application/json";

    private static bool IsMultipartXml(MediaRange range) => range.Type == Multipart && range["type"] == Xml;
}
