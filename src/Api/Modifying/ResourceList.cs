using System.Text.Json;
using EventDicom.Domain;

namespace EventDicom.Api.Modifying;

/// <summary>The lists of ids in the bodies of requests. What cannot be an id is one that nothing has:
/// <see cref="OrthancId.None"/>.</summary>
public static class ResourceList
{
    /// <exception cref="OrthancException">Error 15: the member is missing, or is no array of strings.</exception>
    public static IReadOnlyList<OrthancId> Read(JsonElement body, string member = "Resources") =>
        ReadOptional(body, member) ?? throw NoList(member);

    /// <returns><c>null</c> when the member is missing.</returns>
    /// <exception cref="OrthancException">Error 15: it is no array of strings.</exception>
    public static IReadOnlyList<OrthancId>? ReadOptional(JsonElement body, string member)
    {
        if (!body.TryGetProperty(member, out var list)) return null;
        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(id => OrthancId.Parse(id.GetString()!))]
            : throw NoList(member);
    }

    /// <summary>A level by Orthanc's name.</summary>
    /// <returns><c>null</c> when the member is missing.</returns>
    /// <exception cref="OrthancException">Error 3: it names none. Error 15: it is no string.</exception>
    public static ResourceLevel? ReadLevel(JsonElement body)
    {
        if (!body.TryGetProperty("Level", out var level)) return null;
        if (level.ValueKind != JsonValueKind.String)
            throw new OrthancException(OrthancError.BadFileFormat, "Field \"Level\" should be a string");
        return Enum.GetValues<ResourceLevel>()
            .Where(known => known.ToString().Equals(level.GetString(), StringComparison.OrdinalIgnoreCase)).ToArray() is [var one]
            ? one
            : throw new OrthancException(OrthancError.ParameterOutOfRange, $"\"{level.GetString()}\" is no level");
    }

    private static OrthancException NoList(string member) =>
        new(OrthancError.BadFileFormat, $"List of strings expected in field: {member}");
}
