using System.Text.Json;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Creating;

/// <summary>What one new instance is to hold.</summary>
/// <param name="DataUri">A picture or a document as a data URI; null for nothing.</param>
/// <param name="Tags">An object of tags of this instance alone; undefined for none.</param>
public sealed record CreatedContent(string? DataUri, JsonElement Tags = default)
{
    public static readonly CreatedContent None = new((string?)null);

    /// <summary>An element of the array <c>Content</c>: a data URI, or an object with one.</summary>
    /// <returns>Refused with error 2022 or 2023: there is no data URI.</returns>
    public static Answer<CreatedContent> Read(JsonElement element)
    {
        var payload = element;
        var tags = default(JsonElement);
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (!element.TryGetProperty("Content", out payload)) return new Refused(OrthancError.CreateDicomNoPayload);
            if (element.TryGetProperty(nameof(Tags), out tags) && tags.ValueKind != JsonValueKind.Object)
                return new Refused(OrthancError.BadRequest, "Tags must be an object");
        }
        return payload.ValueKind == JsonValueKind.String
            ? new CreatedContent(payload.GetString(), tags) : new Refused(OrthancError.CreateDicomUseDataUri);
    }
}
