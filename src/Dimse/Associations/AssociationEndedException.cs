using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

/// <summary>Why an association is over that was not released.</summary>
public enum AssociationEnd
{
    /// <summary>The peer has sent an abort.</summary>
    AbortedByPeer,

    /// <summary>We have: a service of ours, or the server that stops.</summary>
    AbortedByUs,

    /// <summary>We have, for what came was no DICOM, or nothing that could come then.</summary>
    ProtocolViolated,

    /// <summary>The peer took too long, be it to speak or to listen.</summary>
    TimedOut,

    /// <summary>The connection could not be opened, or broke.</summary>
    ConnectionLost,
}

/// <summary>The association is over, and no more can be sent or received.</summary>
public class AssociationEndedException(AssociationEnd end, string message, Exception? cause = null) : IOException(message, cause)
{
    public AssociationEnd End { get; } = end;
}

/// <summary>The peer has rejected the association that we asked for.</summary>
public sealed class AssociationRejectedException(AssociateReject reject)
    : IOException($"The association was rejected: {reject.Reason} ({reject.Result})")
{
    public AssociateReject Reject { get; } = reject;
}
