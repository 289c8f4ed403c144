using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Modalities;

/// <summary>Makes a peer known under a name, in place of what had the name before. Saying it twice changes nothing.</summary>
public sealed record ConfigurePeer(string Name, RemotePeer Peer, Origin Origin) : IRemoteChange<RemotePeer>
{
    RemotePeer? IRemoteChange<RemotePeer>.Successor => Peer;

    public Decision Decide(RemotePeer? known, DateTimeOffset now)
    {
        if (!SymbolicName.IsValid(Name)) return Refuse(OrthancError.BadFileFormat, $"{SymbolicName.Requirement}, but this is \"{Name}\"");
        if (Peer.Definition.Username.Length == 0 && Peer.Secrets.Password.Length > 0)
            return Refuse(OrthancError.BadFileFormat, "A password without a username");
        return IsAsKnown(known) ? Accept() : Accept(new Fact(RemoteStreams.OfPeer(Name), new PeerConfigured(Name, Peer.Definition, now)));
    }

    // Records compare dictionaries by reference.
    private bool IsAsKnown(RemotePeer? known) =>
        known is not null
        && Same(known.Definition.UserProperties, Peer.Definition.UserProperties)
        && Same(known.Secrets.HttpHeaders, Peer.Secrets.HttpHeaders)
        && known.Definition with { UserProperties = Peer.Definition.UserProperties } == Peer.Definition
        && known.Secrets with { HttpHeaders = Peer.Secrets.HttpHeaders } == Peer.Secrets;

    private static bool Same(IReadOnlyDictionary<string, string> these, IReadOnlyDictionary<string, string> those) =>
        these.Count == those.Count && these.All(entry => those.TryGetValue(entry.Key, out var value) && value == entry.Value);
}
