using EventDicom.Api.Peers;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>Finds DICOMweb servers by their names, and opens connections to them.</summary>
public sealed class ServerCalls(IAddressBook<DicomWebServer> servers, PeerConnections connections, TimeProvider time)
{
    /// <exception cref="OrthancException">Error 7: nobody has the name.</exception>
    public async Task<DicomWebServer> DemandAsync(string name, CancellationToken ct) => await servers.FindAsync(name, ct)
        ?? throw new OrthancException(OrthancError.InexistentItem, Unknown(name));

    /// <returns>Refused with error 7 where nobody has the name, with 9 where its certificates cannot be read.</returns>
    public async Task<Answer<ServerConnection>> OpenAsync(string name, CancellationToken ct)
    {
        if (await servers.FindAsync(name, ct) is not { } server) return new Refused(OrthancError.InexistentItem, Unknown(name));
        return connections.Open(server.Definition, server.Secrets).IsRefused(out var refused, out var http)
            ? refused
            : new ServerConnection(name, server, http, connections.PatienceWith(server.Definition), time);
    }

    private static string Unknown(string name) => $"No DICOMweb server with symbolic name: {name}";
}
