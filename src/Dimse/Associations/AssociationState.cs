namespace EventDicom.Dimse.Associations;

/// <summary>Where an association is: the states of PS3.8 tables 9-1 to 9-5, with their numbers.</summary>
public enum AssociationState
{
    /// <summary>Nothing is there.</summary>
    Idle = 1,

    /// <summary>The connection is open, and the peer is to send its request.</summary>
    AwaitingRequest = 2,

    /// <summary>The request is there, and we are to answer it.</summary>
    AwaitingLocalAnswer = 3,

    /// <summary>We have asked for a connection.</summary>
    AwaitingConnection = 4,

    /// <summary>Our request is sent, and the peer is to answer it.</summary>
    AwaitingAnswer = 5,

    /// <summary>Data may go both ways.</summary>
    Established = 6,

    /// <summary>We have asked for the release.</summary>
    AwaitingReleaseResponse = 7,

    /// <summary>The peer has asked for the release, and we are to answer.</summary>
    AwaitingLocalReleaseResponse = 8,

    /// <summary>Both have asked for the release; the requestor is to answer first, and that is us.</summary>
    CollisionRequestorAwaitingLocal = 9,

    /// <summary>Both have asked for the release; the requestor is to answer first, and that is the peer.</summary>
    CollisionAcceptorAwaitingPeer = 10,

    /// <summary>Both have asked for the release; the requestor, us, has answered.</summary>
    CollisionRequestorAwaitingPeer = 11,

    /// <summary>Both have asked for the release; the requestor has answered, and the acceptor, us, is to.</summary>
    CollisionAcceptorAwaitingLocal = 12,

    /// <summary>The association is over, and the peer is to close the connection.</summary>
    AwaitingClose = 13,
}
