using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Creating;

/// <summary>The character set that the tags of a request name for the data set that is made of them.</summary>
internal static class RequestedEncoding
{
    /// <param name="tags">A JSON object.</param>
    /// <param name="otherwise">Where they name none.</param>
    /// <returns>Refused with error 5 where it is no text, 3 where nobody knows it.</returns>
    public static Answer<DicomEncoding> Of(JsonElement tags, DicomDictionary dictionary, DicomEncoding otherwise)
    {
        var named = tags.EnumerateObject().FirstOrDefault(member =>
            dictionary.TryParseTag(member.Name, out var tag) && tag == DicomTag.SpecificCharacterSet).Value;
        if (named.ValueKind == JsonValueKind.Undefined) return otherwise;

        if (named.ValueKind != JsonValueKind.String)
            return new Refused(OrthancError.BadParameterType, "SpecificCharacterSet must be a string");
        var term = named.GetString()!;
        return term.Split('\\').All(part => DicomEncoding.IsSupportedTerm(part))
            ? DicomEncoding.FromSpecificCharacterSet(term, DicomEncoding.Ascii)
            : new Refused(OrthancError.ParameterOutOfRange, $"Unknown specific character set: {term}");
    }
}
