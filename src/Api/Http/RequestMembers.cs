using System.Text.Json;
using EventDicom.Domain;

namespace EventDicom.Api.Http;

/// <summary>Reads members of a body as Orthanc does: error 15 for one of another type, <c>null</c> for one that is not there.</summary>
public static class RequestMembers
{
    public static bool? Flag(this JsonElement body, string name) =>
        body.TryReadFlag(name, out var flag) ? flag : throw Wrong(name, "a Boolean");

    public static string? Text(this JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "a string");
    }

    public static int? Number(this JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(name, "an integer");
    }

    private static OrthancException Wrong(string name, string type) => new(OrthancError.BadFileFormat, $"Field \"{name}\" must be {type}");
}
