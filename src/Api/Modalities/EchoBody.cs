using System.Text.Json;

namespace EventDicom.Api.Modalities;

/// <summary>The body of an echo, which may be empty.</summary>
internal static class EchoBody
{
    private const int LongestBody = 64 * 1024;

    private static readonly JsonElement s_nothing = JsonElement.Parse("{}");

    /// <exception cref="OrthancException">Error 15: it is neither empty nor an object.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        var bytes = await request.ReadBytesAsync(LongestBody);
        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return s_nothing;
        return LenientJson.TryParse(bytes, out var json) && json.ValueKind == JsonValueKind.Object
            ? json
            : throw new OrthancException(OrthancError.BadFileFormat, "The body must be empty, or contain a JSON object");
    }
}
