using System.Globalization;
using System.Text.Json;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Configuration;

/// <summary>Members of the JSON that defines a modality, a peer and their like. What is of the wrong type is error 15, as in
/// Orthanc.</summary>
internal static class DefinitionJson
{
    /// <summary>Bytes of a definition in the body of a request.</summary>
    public const int MaximumLength = 1024 * 1024;

    /// <summary>
    /// Reads a definition whose texts can be kept and sent anywhere: Unicode without control characters. A line break in a header, a
    /// name or an address would let whoever writes it put words of their own into what we send.
    /// </summary>
    public static T Read<T>(JsonElement definition, Func<JsonElement, T> parse)
    {
        try
        {
            DemandPlain(definition);
            return parse(definition);
        }
        catch (InvalidOperationException)
        {
            // What the JSON reader says to half a surrogate pair and to bytes that are not UTF-8, once somebody asks for the text.
            throw Bad("A text is not Unicode");
        }
    }

    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Bad("A string is needed");

    public static bool Flag(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Bad("true or false is needed");

    /// <summary>A whole number that is not negative.</summary>
    public static bool TryGetCount(this JsonElement value, out int count)
    {
        count = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out count) && count >= 0;
    }

    public static string Text(JsonElement definition, string member, string? fallback = null) =>
        !definition.TryGetProperty(member, out var value) ? fallback ?? throw Bad($"\"{member}\" is missing")
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Bad($"\"{member}\" must be a string");

    public static bool Flag(JsonElement definition, string member, bool fallback) =>
        !definition.TryGetProperty(member, out var value) ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Bad($"\"{member}\" must be true or false");

    /// <summary>A number of seconds.</summary>
    public static int Seconds(JsonElement definition, string member) =>
        !definition.TryGetProperty(member, out var value) ? 0
        : value.TryGetCount(out var seconds) ? seconds
        : throw Bad($"\"{member}\" must be a number of seconds");

    /// <summary>A TCP port as a number, or as a number in a string.</summary>
    /// <exception cref="OrthancException">Error 15: no number. Error 3: not from 1 to 65534.</exception>
    public static int Port(JsonElement value)
    {
        var port = 0;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt32(out port),
            JsonValueKind.String => int.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out port),
            _ => false,
        };
        if (!isNumber) throw Bad("The port must be a number");
        return port is >= 1 and <= 65534
            ? port
            : throw new OrthancException(OrthancError.ParameterOutOfRange, $"A port must be from 1 to 65534, not {port}");
    }

    /// <summary>Refuses a text with control characters, DEL and those of ISO 6429's set C1 among them.</summary>
    /// <exception cref="OrthancException">Error 15.</exception>
    public static string DemandPlain(string text) => text.Any(char.IsControl) ? throw Bad("A text has control characters") : text;

    // As deep as JSON may be nested at all.
    private static void DemandPlain(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) DemandPlain(json.GetString()!);
        if (json.ValueKind == JsonValueKind.Array)
            foreach (var item in json.EnumerateArray()) DemandPlain(item);
        if (json.ValueKind == JsonValueKind.Object)
            foreach (var member in json.EnumerateObject())
            {
                DemandPlain(member.Name);
                DemandPlain(member.Value);
            }
    }

    public static OrthancException Bad(string details) => new(OrthancError.BadFileFormat, details);
}
