using System.Text.Json;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.Finding;

/// <summary>One element of <c>OrderBy</c>.</summary>
internal static class SortKeys
{
    /// <exception cref="OrthancException">Error 8: a member is missing or makes no sense; error 27 or 7: there is no such tag or
    /// metadata.</exception>
    public static SortKey Read(JsonElement key, FindWords words)
    {
        if (key.ValueKind != JsonValueKind.Object) throw Bad("Field \"OrderBy\" must be an array of JSON objects");
        var (ofTag, form) = Text(key, "Type").ToUpperInvariant() switch
        {
            "DICOMTAG" => (true, SortForm.Text),
            "DICOMTAGASINT" => (true, SortForm.WholeNumber),
            "DICOMTAGASFLOAT" => (true, SortForm.Number),
            "METADATA" => (false, SortForm.Text),
            "METADATAASINT" => (false, SortForm.WholeNumber),
            "METADATAASFLOAT" => (false, SortForm.Number),
            _ => throw Bad(
                "\"Type\" must be one of \"DicomTag\", \"DicomTagAsInt\", \"DicomTagAsFloat\", \"Metadata\", \"MetadataAsInt\" and "
                + "\"MetadataAsFloat\""),
        };
        var name = Text(key, "Key");
        var descending = Text(key, "Direction").ToUpperInvariant() switch
        {
            "ASC" => false,
            "DESC" => true,
            _ => throw Bad("\"Direction\" must be \"ASC\" or \"DESC\""),
        };
        return ofTag ? new(words.TagNamed(name), null, form, descending) : new(null, words.MetadataNamed(name), form, descending);
    }

    private static string Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()! : throw Bad($"Each element of \"OrderBy\" must have a string \"{name}\"");

    private static OrthancException Bad(string details) => new(OrthancError.BadRequest, details);
}
