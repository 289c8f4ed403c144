namespace EventDicom.Dimse.Pdus;

/// <summary>Bytes that are no PDU, or one that is longer than it may be. The association is aborted.</summary>
/// <param name="reason">What the abort tells the peer (PS3.8 section 9.3.8).</param>
public sealed class PduFormatException(AbortReason reason, string message) : Exception(message)
{
    public AbortReason Reason { get; } = reason;
}
