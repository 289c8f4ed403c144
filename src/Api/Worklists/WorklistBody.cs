using System.Text.Json;

namespace EventDicom.Api.Worklists;

/// <summary>The body of a request that creates or replaces a worklist.</summary>
internal static class WorklistBody
{
    // Bytes; a worklist usually has two thousand.
    private const int Longest = 256 * 1024;

    /// <exception cref="OrthancException">Error 15: it is no object; or 413.</exception>
    public static Task<JsonElement> ReadAsync(HttpRequest request) =>
        request.ReadJsonObjectAsync(OrthancError.BadFileFormat, "A JSON payload was expected", Longest);
}
