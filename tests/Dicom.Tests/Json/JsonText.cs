using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventDicom.Dicom.Tests.Json;

internal static class JsonText
{
    public static JsonNode Of(DicomDataset dataset, DicomJsonFormat format, DicomJsonOptions? options = null) =>
        JsonNode.Parse(Raw(writer => DicomJson.Write(writer, dataset, format, options)))!;

    public static JsonNode OfHeader(DicomDataset meta, DicomJsonFormat format) =>
        JsonNode.Parse(Raw(writer => DicomJson.WriteHeader(writer, meta, format)))!;

    public static string Raw(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            write(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Some members of an object.</summary>
    public static JsonObject Only(JsonObject shown, params string[] names) =>
        new(names.Select(name => KeyValuePair.Create(name,
            shown.TryGetPropertyValue(name, out var value) ? value?.DeepClone() : throw new KeyNotFoundException(name))));

    public static void ShouldBeJson(this JsonNode? actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue(actual?.ToJsonString() ?? "null");
}
