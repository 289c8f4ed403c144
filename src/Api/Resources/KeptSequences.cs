using System.Buffers;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.Resources;

/// <summary>Main tags that are sequences: kept in the full form (see <see cref="Domain.MainDicomTags.ReadSequences"/>), shown in the form
/// that is asked for.</summary>
internal static class KeptSequences
{
    private static readonly JsonWriterOptions s_writer = new() { MaxDepth = KeptSequence.Nested.MaxDepth };

    /// <param name="kept">A JSON object of <c>gggg,eeee</c> to the sequence, or <c>null</c>.</param>
    public static IEnumerable<(string Tag, JsonElement Value)> Read(string? kept, DicomJsonFormat format) =>
        kept is null ? [] : JsonElement.Parse(kept, KeptSequence.Nested).EnumerateObject()
        .Select(sequence => (sequence.Name, InForm(sequence.Value, format)));

    /// <param name="full">One sequence in its full form.</param>
    public static JsonElement Shown(string full, DicomJsonFormat format) => InForm(JsonElement.Parse(full, KeptSequence.Nested), format);

    private static JsonElement InForm(JsonElement full, DicomJsonFormat format)
    {
        if (format == DicomJsonFormat.Full) return full;

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_writer)) WriteValue(json, full.GetProperty("Value"), format);
        return JsonElement.Parse(buffer.WrittenSpan, KeptSequence.Nested);
    }

    private static void WriteValue(Utf8JsonWriter json, JsonElement value, DicomJsonFormat format)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            value.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        foreach (var item in value.EnumerateArray())
        {
            json.WriteStartObject();
            foreach (var (key, member) in Members(item, format))
            {
                json.WritePropertyName(key);
                WriteValue(json, member.GetProperty("Value"), format);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // By name, of equal names the last one, by tag, counts: as in /tags.
    private static SortedDictionary<string, JsonElement> Members(JsonElement item, DicomJsonFormat format)
    {
        var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in item.EnumerateObject())
            members[format == DicomJsonFormat.Short ? member.Name : member.Value.GetProperty("Name").GetString()!] = member.Value;
        return members;
    }
}
