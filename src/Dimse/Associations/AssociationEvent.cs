namespace EventDicom.Dimse.Associations;

/// <summary>What can happen to an association: the events of PS3.8 table 9-10, with their numbers.</summary>
public enum AssociationEvent
{
    /// <summary>We want an association.</summary>
    AssociateRequested = 1,
    ConnectionConfirmed = 2,
    AcceptReceived = 3,
    RejectReceived = 4,

    /// <summary>Somebody has connected.</summary>
    ConnectionIndicated = 5,
    RequestReceived = 6,

    /// <summary>We accept.</summary>
    AcceptAnswered = 7,

    /// <summary>We reject.</summary>
    RejectAnswered = 8,

    /// <summary>We want to send data.</summary>
    DataRequested = 9,
    DataReceived = 10,

    /// <summary>We want to release.</summary>
    ReleaseRequested = 11,
    ReleaseRequestReceived = 12,
    ReleaseResponseReceived = 13,

    /// <summary>We agree to the release.</summary>
    ReleaseAnswered = 14,

    /// <summary>We want to abort.</summary>
    AbortRequested = 15,
    AbortReceived = 16,
    ConnectionClosed = 17,

    /// <summary>The timer of the states in which the peer is to say or to do something has run down.</summary>
    TimerExpired = 18,

    /// <summary>What came is no PDU, or a damaged one.</summary>
    InvalidReceived = 19,
}
