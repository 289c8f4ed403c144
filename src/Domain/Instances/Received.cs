namespace EventDicom.Domain.Instances;

/// <summary>What became of one file that somebody brought, and that was not refused.</summary>
/// <param name="Header">Of what was stored, after ingest transcoding.</param>
public sealed record Received(InstanceHeader Header, StoreStatus Status);
