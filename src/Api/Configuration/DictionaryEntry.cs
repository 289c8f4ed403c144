using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;

namespace EventDicom.Api.Configuration;

/// <summary>A tag that the site adds to the DICOM dictionary.</summary>
/// <param name="VR">Two letters, PS3.5 6.2.</param>
/// <param name="MaximumMultiplicity">Null where any number of values may be there.</param>
/// <param name="PrivateCreator">Who reserves the block of a private tag; empty for others.</param>
public sealed record DictionaryEntry(
    DicomTag Tag, string VR, string Name, int MinimumMultiplicity, int? MaximumMultiplicity, string PrivateCreator)
{
    public DicomDictionaryEntry ToDicom() =>
        DicomDictionaryEntry.Declare(Tag.ToString(), VR, Name, MinimumMultiplicity, MaximumMultiplicity ?? 0, PrivateCreator);

    /// <summary>Reads <c>"gggg,eeee": [VR, Name, minimum = 1, maximum = 1, PrivateCreator = ""]</c>; a maximum of 0 is none.</summary>
    internal static DictionaryEntry Parse(string key, JsonElement json)
    {
        if (!TryParseTag(key, out var tag)) throw DefinitionJson.Bad("A tag is written gggg,eeee in hexadecimal");
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() is < 2 or > 5)
            throw DefinitionJson.Bad("A tag is defined by [VR, Name, minimum, maximum, PrivateCreator]");

        var length = json.GetArrayLength();
        var minimum = length > 2 ? Multiplicity(json[2]) : 1;
        var maximum = length > 3 ? Multiplicity(json[3]) : 1;
        var vr = DefinitionJson.Text(json[0]);
        if (vr is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z']) throw DefinitionJson.Bad($"\"{vr}\" is not a value representation");
        if (maximum != 0 && maximum < minimum) throw DefinitionJson.Bad("The maximum must not be less than the minimum");
        return new(tag, vr, DefinitionJson.Text(json[1]), minimum, maximum == 0 ? null : maximum,
            length > 4 ? DefinitionJson.Text(json[4]) : "");
    }

    // Orthanc takes 2001,5f for 2001,005f.
    private static bool TryParseTag(string text, out DicomTag tag)
    {
        tag = default;
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) return DicomTag.TryParseHex(text, out tag);
        if (!ushort.TryParse(text.AsSpan(0, comma), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group)
            || !ushort.TryParse(text.AsSpan(comma + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var element)) return false;
        tag = new(group, element);
        return true;
    }

    private static int Multiplicity(JsonElement json) =>
        json.TryGetCount(out var count) ? count : throw DefinitionJson.Bad("A multiplicity is a number");
}
