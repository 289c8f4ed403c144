using System.Text.Json;
using EventDicom.Domain.Modalities;

namespace EventDicom.Projections.Remotes;

/// <summary>What differs between modalities, peers and DICOMweb servers in the database.</summary>
/// <param name="View">The table of the view.</param>
/// <param name="StreamOf">The stream of a name, which is also the key of its secrets.</param>
/// <param name="Read">From the JSON of a definition and of its secrets, <c>null</c> where it has none.</param>
/// <param name="SecretsOf">The JSON of what no event may hold; <c>null</c> where there is none.</param>
public sealed record AddressTable<T>(string View, Func<string, string> StreamOf, Func<string, string?, T> Read, Func<T, string?> SecretsOf);

public static class AddressTables
{
    public static readonly AddressTable<RemoteModality> Modalities = new(
        $"{ViewSchema.Name}.modalities", RemoteStreams.OfModality, (definition, _) => Parse<RemoteModality>(definition), _ => null);

    public static readonly AddressTable<RemotePeer> Peers = new(
        $"{ViewSchema.Name}.peers", RemoteStreams.OfPeer,
        (definition, secrets) => new(Parse<PeerDefinition>(definition), ParseSecrets(secrets)), peer => Write(peer.Secrets));

    public static readonly AddressTable<DicomWebServer> DicomWebServers = new(
        $"{ViewSchema.Name}.dicomweb_servers", RemoteStreams.OfDicomWebServer,
        (definition, secrets) => new(Parse<PeerDefinition>(definition), ParseSecrets(secrets)), server => Write(server.Secrets));

    private static PeerSecrets ParseSecrets(string? json) => json is null ? PeerSecrets.None : Parse<PeerSecrets>(json);

    private static string? Write(PeerSecrets secrets) => secrets == PeerSecrets.None ? null : JsonSerializer.Serialize(secrets);

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json)!;
}
