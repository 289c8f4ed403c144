using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Makes a peer known under a name, in place of what had the name before. Saying it twice changes nothing.</summary>
public sealed record ConfigurePeer(string Name, RemotePeer Peer, Origin Origin) : IRemoteChange<RemotePeer>
{
    RemotePeer? IRemoteChange<RemotePeer>.Successor => Peer;

    public Decision Decide(RemotePeer? known, DateTimeOffset now)
    {
        var (definition, secrets) = Peer;
        if (PeerRules.Fault(Name, definition, secrets) is { } refused) return refused;
        return known is not null && PeerRules.AreSame((known.Definition, known.Secrets), (definition, secrets))
            ? Accept()
            : Accept(new Fact(RemoteStreams.OfPeer(Name), new PeerConfigured(Name, definition, now)));
    }
}
