using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Strikes a peer off the list, and has its passwords forgotten.</summary>
public sealed record RemovePeer(string Name, Origin Origin)
{
    public Decision Decide(RemotePeer? known, DateTimeOffset now) => known is null
        ? Refuse(Refusal.InexistentItem, $"Unknown Orthanc peer: {Name}")
        : Accept(new Fact(RemoteStreams.OfPeer(Name), new PeerRemoved(Name, now)));
}

public static class RemovePeerHandler
{
    public static Task<Decision> HandleAsync(RemovePeer command, IAddressBook<RemotePeer> peers, CancellationToken cancellation) =>
        peers.ChangeAsync(command.Name, null, command.Decide, command.Origin, cancellation);
}
