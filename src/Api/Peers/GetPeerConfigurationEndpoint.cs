using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Peers;

/// <summary><c>GET /peers/{id}/configuration</c>: without passwords.</summary>
public sealed class GetPeerConfigurationEndpoint(IAddressBook<RemotePeer> peers) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/peers/{id}/configuration");
        Describe(Allow.Settings, "Read how one peer is configured").Answers(Shape.Named("Peer"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var peer = await peers.FindAsync(Name, ct)
            ?? throw new OrthancException(OrthancError.UnknownResource, $"No peer with symbolic name: {Name}");
        await AnswerAsync(json => PeerJson.Write(json, peer));
    }
}
