using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Peers;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>The body of a request to ask a DICOMweb server for something.</summary>
/// <param name="Path">Relative to the server's address, with arguments.</param>
/// <param name="Headers">To be sent, too.</param>
/// <param name="Members">The whole of it.</param>
public sealed record ServerRequestBody(string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Members)
{
    // Bytes: so few that nothing of the memory for bodies is held while the server is waited for, whose answer may need some.
    private const int Longest = 256 * 1024;

    /// <exception cref="OrthancException">Error 15: it is no JSON object, has no <c>Uri</c>, or members of other types.</exception>
    public static async Task<ServerRequestBody> ReadAsync(HttpRequest request)
    {
        var json = await ReadMembersAsync(request, Longest);
        var path = DefinitionJson.DemandPlain(DefinitionJson.Text(json, "Uri"));
        return new(ServerAddress.With(path, Arguments(json, "Arguments")), HeadersOf(json), json);
    }

    /// <exception cref="OrthancException">Error 15: it is no JSON object.</exception>
    public static Task<JsonElement> ReadMembersAsync(HttpRequest request, int longest = DefinitionJson.MaximumLength) =>
        request.ReadJsonObjectAsync(maximumLength: longest);

    /// <summary>The member <c>HttpHeaders</c>.</summary>
    /// <exception cref="OrthancException">Error 15: it is no object of texts, or not of headers that may be sent.</exception>
    public static IReadOnlyDictionary<string, string> HeadersOf(JsonElement members)
    {
        var headers = PeerJson.Headers(members);
        foreach (var value in headers.Values) DefinitionJson.DemandPlain(value);
        return headers;
    }

    /// <summary>A member that holds arguments of a query; flags and numbers may be such.</summary>
    /// <exception cref="OrthancException">Error 15: it is no object, or an argument is something else.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Arguments(JsonElement members, string name)
    {
        if (!members.TryGetProperty(name, out var arguments)) return [];
        if (arguments.ValueKind != JsonValueKind.Object) throw DefinitionJson.Bad($"\"{name}\" must be an object");
        return
        [
            .. arguments.EnumerateObject().Select(argument => KeyValuePair.Create(argument.Name, argument.Value.ValueKind switch
            {
                JsonValueKind.String => argument.Value.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => argument.Value.GetRawText(),
                _ => throw DefinitionJson.Bad($"The argument \"{argument.Name}\" must be a string"),
            })),
        ];
    }
}
