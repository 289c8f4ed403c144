using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EventDicom.Api.Http;

/// <summary>JSON answers in Orthanc's shape: names sorted, three spaces, ASCII only.</summary>
public static class OrthancJson
{
    public const string ContentType = "application/json; charset=utf-8";

    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Indented = true,
        IndentSize = 3,
        NewLine = "\n",
        Encoder = OrthancJsonEncoder.Instance,
        SkipValidation = true,
    };

    /// <summary>For answers that are objects of ours: properties keep their names, and are written in the order of these.</summary>
    public static readonly JsonSerializerOptions SerializerOptions = Configure(new());

    /// <summary>Gives options of another's making, e.g. FastEndpoints', the same shape.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.WriteIndented = true;
        options.IndentSize = WriterOptions.IndentSize;
        options.NewLine = WriterOptions.NewLine;
        options.Encoder = WriterOptions.Encoder;
        options.PropertyNamingPolicy = null;
        options.DictionaryKeyPolicy = null;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(SortProperties);
        return options;
    }

    /// <summary>Answers an object of ours, whole.</summary>
    public static async Task WriteOrthancJsonAsync<T>(this HttpResponse response, T value)
    {
        using var answer = JsonAnswer.To(response);
        JsonSerializer.Serialize(answer.Writer, value, SerializerOptions);
        await answer.SendAsync();
    }

    /// <summary>Answers what <paramref name="write"/> writes, whole. It writes names in their order. For lists see
    /// <see cref="JsonAnswer"/>.</summary>
    public static async Task WriteOrthancJsonAsync<TState>(this HttpResponse response, TState state, Action<Utf8JsonWriter, TState> write)
    {
        using var answer = JsonAnswer.To(response);
        write(answer.Writer, state);
        await answer.SendAsync();
    }

    private static void SortProperties(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var sorted = type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).ToList();
        type.Properties.Clear();
        foreach (var property in sorted) type.Properties.Add(property);
    }
}
