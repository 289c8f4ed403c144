using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Strikes a peer off the list, and has its passwords forgotten.</summary>
public sealed record RemovePeer(string Name, Origin Origin) : IRemoteChange<RemotePeer>
{
    RemotePeer? IRemoteChange<RemotePeer>.Successor => null;

    public Decision Decide(RemotePeer? known, DateTimeOffset now) => known is null
        ? Refuse(OrthancError.InexistentItem, $"Unknown Orthanc peer: {Name}")
        : Accept(new Fact(RemoteStreams.OfPeer(Name), new PeerRemoved(Name, now)));
}
