using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Peers;

/// <summary>A peer as the configuration and Orthanc's clients write it, and as they read it: without what is secret.</summary>
public static class PeerJson
{
    private static readonly FrozenSet<string> s_ours = FrozenSet.ToFrozenSet(
    [
        nameof(PeerDefinition.Url), "URL", nameof(PeerDefinition.Username), nameof(PeerSecrets.Password),
        nameof(PeerDefinition.CertificateFile),
        nameof(PeerDefinition.CertificateKeyFile), nameof(PeerSecrets.CertificateKeyPassword), nameof(PeerDefinition.Pkcs11),
        nameof(PeerDefinition.Timeout), nameof(PeerSecrets.HttpHeaders),
    ]);

    private static readonly FrozenSet<string> s_schemes =
        FrozenSet.ToFrozenSet(["javascript", "vbscript", "data", "blob", "file", "about", "mailto"], StringComparer.OrdinalIgnoreCase);

    // RFC 9110 7.6.1, RFC 9112 6: where a message ends is said by who writes it.
    private static readonly FrozenSet<string> s_framing = FrozenSet.ToFrozenSet(
        ["Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Reads <c>[Url]</c>, <c>[Url, Username, Password]</c>, or an object of the members by name.</summary>
    /// <exception cref="OrthancException">Error 15: malformed.</exception>
    public static RemotePeer Parse(JsonElement json) => DefinitionJson.Read(json, static json => json.ValueKind switch
    {
        JsonValueKind.Array when json.GetArrayLength() == 1 => Peer(new() { Url = DefinitionJson.Text(json[0]) }, PeerSecrets.None),
        JsonValueKind.Array when json.GetArrayLength() == 3 => Peer(
            new() { Url = DefinitionJson.Text(json[0]), Username = DefinitionJson.Text(json[1]) },
            new() { Password = DefinitionJson.Text(json[2]) }),
        JsonValueKind.Object => FromObject(json),
        _ => throw DefinitionJson.Bad("A peer is [Url], [Url, Username, Password] or an object"),
    });

    public static void Write(Utf8JsonWriter json, RemotePeer peer) => Write(json, peer.Definition, peer.Secrets);

    public static void Write(Utf8JsonWriter json, PeerDefinition definition, PeerSecrets secrets)
    {
        var shown = new SortedDictionary<string, Action>(StringComparer.Ordinal)
        {
            [nameof(PeerSecrets.HttpHeaders)] = () => WriteNames(json, secrets.HttpHeaders),
            [nameof(PeerDefinition.Pkcs11)] = () => json.WriteBooleanValue(definition.Pkcs11),
            [nameof(PeerDefinition.Timeout)] = () => json.WriteNumberValue(definition.Timeout),
            [nameof(PeerDefinition.Url)] = () => json.WriteStringValue(definition.Url),
        };
        if (definition.Username.Length > 0)
        {
            shown[nameof(PeerDefinition.Username)] = () => json.WriteStringValue(definition.Username);
            shown[nameof(PeerSecrets.Password)] = json.WriteNullValue;
        }
        foreach (var (name, value) in definition.UserProperties) shown[name] = () => json.WriteStringValue(value);

        json.WriteStartObject();
        foreach (var (name, write) in shown)
        {
            json.WritePropertyName(name);
            write();
        }
        json.WriteEndObject();
    }

    private static RemotePeer FromObject(JsonElement json) => Peer(
        new()
        {
            Url = json.TryGetProperty("URL", out var url)
            ? DefinitionJson.Text(url) : DefinitionJson.Text(json, nameof(PeerDefinition.Url)),
            Username = DefinitionJson.Text(json, nameof(PeerDefinition.Username), ""),
            CertificateFile = DefinitionJson.Text(json, nameof(PeerDefinition.CertificateFile), ""),
            CertificateKeyFile = DefinitionJson.Text(json, nameof(PeerDefinition.CertificateKeyFile), ""),
            Pkcs11 = DefinitionJson.Flag(json, nameof(PeerDefinition.Pkcs11), false),
            Timeout = DefinitionJson.Seconds(json, nameof(PeerDefinition.Timeout)),
            UserProperties = json.EnumerateObject().Where(member => !s_ours.Contains(member.Name))
                .GroupBy(member => member.Name, StringComparer.Ordinal)
                .ToDictionary(members => members.Key, members => TextOf(members.Last().Value), StringComparer.Ordinal),
        },
        new()
        {
            Password = DefinitionJson.Text(json, nameof(PeerSecrets.Password), ""),
            CertificateKeyPassword = DefinitionJson.Text(json, nameof(PeerSecrets.CertificateKeyPassword), ""),
            HttpHeaders = Headers(json),
        });

    // As Orthanc keeps flags.
    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => value.ToString(),
    };

    // Credentials in the address move to where they are treated as such: the address is shown and remembered.
    private static RemotePeer Peer(PeerDefinition definition, PeerSecrets secrets)
    {
        var url = Address(definition.Url);
        var authority = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var host = url.LastIndexOf('@', url.IndexOf('/', authority)) + 1;
        if (host <= authority) return new(definition with { Url = url }, secrets);

        // RFC 3986 3.2.1: user:password, each percent-encoded.
        var credentials = url[authority..(host - 1)].Split(':', 2).Select(Uri.UnescapeDataString)
            .Select(DefinitionJson.DemandPlain).ToArray();
        definition = definition with { Url = url[..authority] + url[host..] };
        return definition.Username.Length > 0
            ? new(definition, secrets)
            : new(definition with { Username = credentials[0] },
                secrets with { Password = credentials.ElementAtOrDefault(1) ?? secrets.Password });
    }

    // The address is not tried, and may lack its scheme. Without one, what a browser would take for a scheme is no host.
    private static string Address(string url)
    {
        if (url.Length == 0) throw DefinitionJson.Bad("The address is empty");
        var hasScheme = url.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? url : $"http://{url}", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.Host.Length == 0 || uri.Port <= 0 || (!hasScheme && s_schemes.Contains(url.Split(':')[0])))
            throw DefinitionJson.Bad($"\"{url}\" is not an address of HTTP");
        return url.EndsWith('/') ? url : url + "/";
    }

    /// <summary>The member <c>HttpHeaders</c>: empty where there is none.</summary>
    /// <exception cref="OrthancException">Error 15: it is no object of texts, or a name is none of a header, or of one that says how
    /// messages are told apart.</exception>
    internal static IReadOnlyDictionary<string, string> Headers(JsonElement json)
    {
        if (!json.TryGetProperty(nameof(PeerSecrets.HttpHeaders), out var headers)) return FrozenDictionary<string, string>.Empty;
        if (headers.ValueKind != JsonValueKind.Object) throw DefinitionJson.Bad($"\"{nameof(PeerSecrets.HttpHeaders)}\" must be an object");
        var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers.EnumerateObject())
        {
            // RFC 9110 5.6.2: the name of a field is a token.
            if (header.Name.Length == 0 || header.Name.AsSpan().ContainsAnyExcept(s_token))
                throw DefinitionJson.Bad($"\"{header.Name}\" is not the name of an HTTP header");
            if (s_framing.Contains(header.Name)) throw DefinitionJson.Bad($"The HTTP header \"{header.Name}\" cannot be set");
            named[header.Name] = DefinitionJson.Text(header.Value);
        }
        return named;
    }

    private static void WriteNames(Utf8JsonWriter json, IReadOnlyDictionary<string, string> headers)
    {
        json.WriteStartArray();
        foreach (var name in headers.Keys.Order(StringComparer.Ordinal)) json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
