using System.Text;
using System.Text.Json;
using EventDicom.Api.Modalities;

namespace EventDicom.Api.Queries;

/// <summary>The body of a retrieval: nothing, the title of whom to send to, or an object.</summary>
/// <param name="TargetAet"><c>null</c> for us.</param>
/// <param name="Members">The object; an empty one where the body is none.</param>
public sealed record RetrieveBody(string? TargetAet, JsonElement Members)
{
    private static readonly JsonElement s_nothing = JsonElement.Parse("{}");

    /// <exception cref="OrthancException">Error 15: it is JSON of another kind, or no title.</exception>
    public static async Task<RetrieveBody> ReadAsync(HttpRequest request)
    {
        const string Expected = "The body must be empty, the title of whom to send to, or a JSON object";
        var bytes = await request.ReadBytesAsync(QueryBody.Longest);
        if (LenientJson.TryParse(bytes, out var json))
        {
            return json.ValueKind == JsonValueKind.Object
                ? new(CalledModalities.Title(json, nameof(TargetAet)), json)
                : throw new OrthancException(OrthancError.BadFileFormat, Expected);
        }
        var text = Encoding.UTF8.GetString(bytes).Trim();
        if (text.Length == 0) return new(null, s_nothing);
        return CalledModalities.IsTitle(text) ? new(text, s_nothing) : throw new OrthancException(OrthancError.BadFileFormat, Expected);
    }
}
