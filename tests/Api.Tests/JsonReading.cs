using System.Text.Json;

namespace EventDicom.Api.Tests;

internal static class JsonReading
{
    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static IReadOnlyList<string?> Texts(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString())];

    public static IEnumerable<string> Names(this JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}
