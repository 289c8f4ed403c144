namespace EventDicom.Domain.Modalities;

/// <summary>Somebody told us of a peer, or told us anew. Its passwords are no part of the event, which stays for ever.</summary>
/// <param name="Name">Its symbolic name.</param>
public sealed record PeerConfigured(string Name, PeerDefinition Peer, DateTimeOffset ConfiguredAt);
