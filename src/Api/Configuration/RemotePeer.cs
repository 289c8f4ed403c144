using System.Collections.Frozen;
using System.Text.Json;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Configuration;

/// <summary>Another server that speaks Orthanc's REST API.</summary>
public sealed record RemotePeer
{
    private static readonly FrozenSet<string> s_ours = FrozenSet.ToFrozenSet(
    [
        nameof(Url), "URL", nameof(Username), nameof(Password), nameof(CertificateFile), nameof(CertificateKeyFile),
        nameof(CertificateKeyPassword), nameof(Pkcs11), nameof(Timeout), nameof(HttpHeaders),
    ]);

    /// <summary>Ends in a slash.</summary>
    public required string Url { get; init; }

    /// <summary>Empty where the peer asks for none.</summary>
    public string Username { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>PEM files of the certificate that we show; empty where the peer asks for none.</summary>
    public string CertificateFile { get; init; } = "";

    public string CertificateKeyFile { get; init; } = "";

    public string CertificateKeyPassword { get; init; } = "";

    public bool Pkcs11 { get; init; }

    /// <summary>Seconds; 0 is <c>HttpTimeout</c>.</summary>
    public int Timeout { get; init; }

    public IReadOnlyDictionary<string, string> HttpHeaders { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What the site wrote down beside what we know; values that are not strings are their JSON.</summary>
    public IReadOnlyDictionary<string, string> UserProperties { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Reads <c>[Url]</c>, <c>[Url, Username, Password]</c>, or an object of the members by name.</summary>
    /// <exception cref="OrthancException">Error 15: malformed.</exception>
    public static RemotePeer Parse(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array when json.GetArrayLength() == 1 => new() { Url = Address(DefinitionJson.Text(json[0])) },
        JsonValueKind.Array when json.GetArrayLength() == 3 => new()
        {
            Url = Address(DefinitionJson.Text(json[0])),
            Username = DefinitionJson.Text(json[1]),
            Password = DefinitionJson.Text(json[2]),
        },
        JsonValueKind.Object => FromObject(json),
        _ => throw DefinitionJson.Bad("A peer is [Url], [Url, Username, Password] or an object"),
    };

    private static RemotePeer FromObject(JsonElement json) => new()
    {
        Url = Address(json.TryGetProperty("URL", out var url) ? DefinitionJson.Text(url) : DefinitionJson.Text(json, nameof(Url))),
        Username = DefinitionJson.Text(json, nameof(Username), ""),
        Password = DefinitionJson.Text(json, nameof(Password), ""),
        CertificateFile = DefinitionJson.Text(json, nameof(CertificateFile), ""),
        CertificateKeyFile = DefinitionJson.Text(json, nameof(CertificateKeyFile), ""),
        CertificateKeyPassword = DefinitionJson.Text(json, nameof(CertificateKeyPassword), ""),
        Pkcs11 = DefinitionJson.Flag(json, nameof(Pkcs11), false),
        Timeout = DefinitionJson.Seconds(json, nameof(Timeout)),
        HttpHeaders = Headers(json),
        UserProperties = json.EnumerateObject().Where(member => !s_ours.Contains(member.Name))
            .GroupBy(member => member.Name, StringComparer.Ordinal)
            .ToDictionary(members => members.Key, members => members.Last().Value.ToString(), StringComparer.Ordinal),
    };

    private static IReadOnlyDictionary<string, string> Headers(JsonElement json)
    {
        if (!json.TryGetProperty(nameof(HttpHeaders), out var headers)) return FrozenDictionary<string, string>.Empty;
        if (headers.ValueKind != JsonValueKind.Object) throw DefinitionJson.Bad($"\"{nameof(HttpHeaders)}\" must be an object");
        var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers.EnumerateObject()) named[header.Name] = DefinitionJson.Text(header.Value);
        return named;
    }

    // The address is not tried, and may lack its scheme; what has one that is not HTTP's cannot work.
    private static string Address(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0 && !url.AsSpan(0, scheme).Equals("http", StringComparison.OrdinalIgnoreCase) && !url.AsSpan(0, scheme).Equals("https", StringComparison.OrdinalIgnoreCase))
            throw DefinitionJson.Bad($"\"{url}\" is not an address of HTTP");
        return url.EndsWith('/') ? url : url + "/";
    }
}
