using System.Text.Json;

namespace EventDicom.Api.Http;

/// <summary>JSON answers as Orthanc words them: indented by three spaces, non-ASCII text escaped; long ones are streamed.</summary>
public static class OrthancJson
{
    private const string ContentType = "application/json; charset=utf-8";

    // Answers are handed to the network in pieces of about this many bytes.
    private const int FlushThreshold = 32 * 1024;

    private static readonly JsonWriterOptions s_options = new() { Indented = true, IndentSize = 3, SkipValidation = true };

    public static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> write, CancellationToken ct)
    {
        response.ContentType = ContentType;
        await using var json = new Utf8JsonWriter(response.BodyWriter, s_options);
        write(json);
        json.Flush();
        await response.BodyWriter.FlushAsync(ct);
    }

    /// <summary>An array of any length in constant memory.</summary>
    public static async Task WriteArrayAsync<T>(HttpResponse response, IAsyncEnumerable<T> items, Action<Utf8JsonWriter, T> write, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(response.BodyWriter, s_options);
        var started = false;
        await foreach (var item in items.WithCancellation(ct))
        {
            if (!started) Start();
            write(json, item);
            if (json.BytesPending >= FlushThreshold) await FlushAsync(response, json, ct);
        }
        if (!started) Start();
        json.WriteEndArray();
        await FlushAsync(response, json, ct);

        // Only now: what fails before the first item is answered as an error.
        void Start()
        {
            started = true;
            response.ContentType = ContentType;
            json.WriteStartArray();
        }
    }

    /// <summary>An object with any number of members in constant memory; each item writes its name and its value.</summary>
    public static async Task WriteObjectAsync<T>(HttpResponse response, IAsyncEnumerable<T> items, Func<Utf8JsonWriter, T, Task> write, CancellationToken ct)
    {
        response.ContentType = ContentType;
        await using var json = new Utf8JsonWriter(response.BodyWriter, s_options);
        json.WriteStartObject();
        await foreach (var item in items.WithCancellation(ct))
        {
            await write(json, item);
            if (json.BytesPending >= FlushThreshold) await FlushAsync(response, json, ct);
        }
        json.WriteEndObject();
        await FlushAsync(response, json, ct);
    }

    private static async Task FlushAsync(HttpResponse response, Utf8JsonWriter json, CancellationToken ct)
    {
        json.Flush();
        await response.BodyWriter.FlushAsync(ct);
    }
}
