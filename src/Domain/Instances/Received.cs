namespace EventDicom.Domain.Instances;

/// <summary>What became of one file that somebody brought.</summary>
/// <param name="Header">Of what was stored, after ingest transcoding; <c>null</c> where it was refused.</param>
/// <param name="Status">Means nothing where it was refused.</param>
public readonly record struct Received(InstanceHeader? Header, StoreStatus Status, Decision.Refused? Refused = null);
