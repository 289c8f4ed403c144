namespace EventDicom.Dimse.Scp;

/// <summary>What the DICOM server holds for others at most.</summary>
/// <param name="Associations">Of all peers together.</param>
/// <param name="AssociationsPerPeer">Of one address.</param>
/// <param name="DataSetSize">Bytes of one data set.</param>
public sealed record ScpLimits(int Associations = 256, int AssociationsPerPeer = 64, long DataSetSize = 1L << 40);
