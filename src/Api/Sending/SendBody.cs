using System.Text;
using System.Text.Json;
using EventDicom.Domain;

namespace EventDicom.Api.Sending;

/// <summary>The body of a request to send resources: an identifier, a list of them, or an object that has one in
/// <c>Resources</c>.</summary>
/// <param name="Resources">In the order of the body, each once.</param>
/// <param name="Members">The object; an empty one where the body is none.</param>
public sealed record SendBody(IReadOnlyList<OrthancId> Resources, JsonElement Members)
{
    private const string Expected = "The body must be an identifier, an array of identifiers, or an object with \"Resources\"";

    // 150,000 identifiers; a patient is one.
    private const int LongestBody = 8 << 20;

    private static readonly JsonElement s_nothing = JsonElement.Parse("{}");

    /// <exception cref="OrthancException">Error 15: it is nothing of that, or an identifier is none.</exception>
    public static async Task<SendBody> ReadAsync(HttpRequest request)
    {
        var bytes = await request.ReadBytesAsync(LongestBody);
        if (bytes.Length <= 2 * OrthancId.Length && Encoding.UTF8.GetString(bytes).Trim() is { Length: OrthancId.Length } bare)
            return new([Id(bare)], s_nothing);
        if (!LenientJson.TryParse(bytes, out var json)) throw new OrthancException(OrthancError.BadFileFormat, Expected);
        return json.ValueKind switch
        {
            JsonValueKind.String or JsonValueKind.Array => new(Ids(json), s_nothing),
            JsonValueKind.Object when json.TryGetProperty(nameof(Resources), out var resources) => new(Ids(resources), json),
            _ => throw new OrthancException(OrthancError.BadFileFormat, Expected),
        };
    }

    private static IReadOnlyList<OrthancId> Ids(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [Id(json.GetString()!)],
        JsonValueKind.Array when json.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String) =>
            [.. json.EnumerateArray().Select(id => Id(id.GetString()!)).Distinct()],
        _ => throw new OrthancException(OrthancError.BadFileFormat, Expected),
    };

    private static OrthancId Id(string text) => text.Trim().ToLowerInvariant() is var id && OrthancId.IsWellFormed(id)
        ? new(id)
        : throw new OrthancException(OrthancError.BadFileFormat, $"This is no identifier of a resource: {text}");
}
