using System.Globalization;
using System.Text.Json;
using EventDicom.Dicom;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>Matches of a search, in DICOM's JSON (PS3.18 annex F), as Orthanc's plugin shows them.</summary>
internal static class ServerMatches
{
    /// <param name="matches">What a server says, which may be anything: what is no attribute is left out.</param>
    public static void Write(Utf8JsonWriter json, JsonElement matches, DicomDictionary dictionary)
    {
        json.WriteStartArray();
        foreach (var match in matches.EnumerateArray().Where(match => match.ValueKind == JsonValueKind.Object))
        {
            json.WriteStartObject();
            // Of a name that is there twice the last counts.
            var attributes = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in match.EnumerateObject()) attributes[member.Name] = member.Value;
            foreach (var (name, attribute) in attributes)
            {
                if (name.Length == 8 && attribute.ValueKind == JsonValueKind.Object
                    && uint.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
                    Write(json, name, new DicomTag((ushort)(number >> 16), (ushort)number), attribute, dictionary);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, DicomTag tag, JsonElement attribute, DicomDictionary dictionary)
    {
        json.WriteStartObject(name);
        json.WriteNumber("Group", tag.Group);
        json.WriteNumber("Element", tag.Element);
        json.WriteString("Name", dictionary.NameOf(tag));
        if (attribute.TryGetProperty("vr", out var vr) && vr.ValueKind == JsonValueKind.String) json.WriteString("vr", vr.GetString());
        json.WriteString("Value", TextOf(attribute));
        json.WriteEndObject();
    }

    private static string TextOf(JsonElement attribute)
    {
        if (!attribute.TryGetProperty("Value", out var values) || values.ValueKind != JsonValueKind.Array || values.GetArrayLength() == 0)
            return "";
        var first = values[0];
        return first.ValueKind switch
        {
            JsonValueKind.String => first.GetString()!,
            JsonValueKind.Number => first.GetRawText(),
            JsonValueKind.Object when first.TryGetProperty("Alphabetic", out var name) && name.ValueKind == JsonValueKind.String =>
                name.GetString()!,
            _ => "",
        };
    }
}
