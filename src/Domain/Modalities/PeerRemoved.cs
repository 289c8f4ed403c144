namespace EventDicom.Domain.Modalities;

/// <summary>Somebody struck a peer off the list. Its passwords were erased at that moment.</summary>
/// <param name="Name">Its symbolic name.</param>
public sealed record PeerRemoved(string Name, DateTimeOffset RemovedAt);
