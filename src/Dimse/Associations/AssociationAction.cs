namespace EventDicom.Dimse.Associations;

/// <summary>What is done about an event: the actions of PS3.8 tables 9-6 to 9-9, with their names.</summary>
public enum AssociationAction
{
    /// <summary>The event cannot happen in the state.</summary>
    None,

    /// <summary>Open the connection.</summary>
    AE1,

    /// <summary>Send the request.</summary>
    AE2,

    /// <summary>Tell that the association is accepted.</summary>
    AE3,

    /// <summary>Tell that it is rejected, and close.</summary>
    AE4,

    /// <summary>Start the timer.</summary>
    AE5,

    /// <summary>Stop the timer; show the request if it is one that this protocol can answer, else reject it and start the timer.</summary>
    AE6,

    /// <summary>Send the acceptance.</summary>
    AE7,

    /// <summary>Send the rejection, and start the timer.</summary>
    AE8,

    /// <summary>Send data.</summary>
    DT1,

    /// <summary>Hand over data.</summary>
    DT2,

    /// <summary>Send the request for the release.</summary>
    AR1,

    /// <summary>Tell that the peer wants the release.</summary>
    AR2,

    /// <summary>Tell that the release is agreed to, and close.</summary>
    AR3,

    /// <summary>Agree to the release, and start the timer.</summary>
    AR4,

    /// <summary>Stop the timer.</summary>
    AR5,

    /// <summary>Hand over data that came after our request for the release.</summary>
    AR6,

    /// <summary>Send data though the peer has asked for the release.</summary>
    AR7,

    /// <summary>Tell that both have asked for the release.</summary>
    AR8,

    /// <summary>Agree, as the requestor of a collision.</summary>
    AR9,

    /// <summary>Tell that the requestor of a collision has agreed.</summary>
    AR10,

    /// <summary>Send an abort, and start the timer.</summary>
    AA1,

    /// <summary>Stop the timer, and close.</summary>
    AA2,

    /// <summary>Tell that the peer has aborted, and close.</summary>
    AA3,

    /// <summary>Tell that the connection is gone.</summary>
    AA4,

    /// <summary>Stop the timer.</summary>
    AA5,

    /// <summary>Pass over what came.</summary>
    AA6,

    /// <summary>Send an abort.</summary>
    AA7,

    /// <summary>Send an abort of the provider, tell of it, and start the timer.</summary>
    AA8,
}
