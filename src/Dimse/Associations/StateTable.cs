using static EventDicom.Dimse.Associations.AssociationAction;

namespace EventDicom.Dimse.Associations;

/// <summary>
/// The state machine of the upper layer, as PS3.8 table 9-10 prints it: a row for each event, a column for each state. It is the only
/// place that says what
/// may happen when; <see cref="Association"/> does what it finds here.
/// </summary>
internal static class StateTable
{
    private static readonly AssociationAction[][] s_actions =
    [
        //           Sta1  Sta2  Sta3  Sta4  Sta5  Sta6  Sta7  Sta8  Sta9  Sta10 Sta11 Sta12 Sta13
        /* Evt1  */ [AE1,  None, None, None, None, None, None, None, None, None, None, None, None],
        /* Evt2  */ [None, None, None, AE2,  None, None, None, None, None, None, None, None, None],
        /* Evt3  */ [None, AA1,  AA8,  None, AE3,  AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA6],
        /* Evt4  */ [None, AA1,  AA8,  None, AE4,  AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA6],
        /* Evt5  */ [AE5,  None, None, None, None, None, None, None, None, None, None, None, None],
        /* Evt6  */ [None, AE6,  AA8,  None, AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA7],
        /* Evt7  */ [None, None, AE7,  None, None, None, None, None, None, None, None, None, None],
        /* Evt8  */ [None, None, AE8,  None, None, None, None, None, None, None, None, None, None],
        /* Evt9  */ [None, None, None, None, None, DT1,  None, AR7,  None, None, None, None, None],
        /* Evt10 */ [None, AA1,  AA8,  None, AA8,  DT2,  AR6,  AA8,  AA8,  AA8,  AA8,  AA8,  AA6],
        /* Evt11 */ [None, None, None, None, None, AR1,  None, None, None, None, None, None, None],
        /* Evt12 */ [None, AA1,  AA8,  None, AA8,  AR2,  AR8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA6],
        /* Evt13 */ [None, AA1,  AA8,  None, AA8,  AA8,  AR3,  AA8,  AA8,  AR10, AR3,  AA8,  AA6],
        /* Evt14 */ [None, None, None, None, None, None, None, AR4,  AR9,  None, None, AR4,  None],
        /* Evt15 */ [None, None, AA1,  AA2,  AA1,  AA1,  AA1,  AA1,  AA1,  AA1,  AA1,  AA1,  None],
        /* Evt16 */ [None, AA2,  AA3,  None, AA3,  AA3,  AA3,  AA3,  AA3,  AA3,  AA3,  AA3,  AA2],
        /* Evt17 */ [None, AA5,  AA4,  AA4,  AA4,  AA4,  AA4,  AA4,  AA4,  AA4,  AA4,  AA4,  AR5],
        /* Evt18 */ [None, AA2,  None, None, None, None, None, None, None, None, None, None, AA2],
        /* Evt19 */ [None, AA1,  AA8,  None, AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA8,  AA7],
    ];

    public static AssociationAction ActionOf(AssociationEvent happened, AssociationState state) =>
        s_actions[(int)happened - 1][(int)state - 1];

    /// <summary>The state that an action leaves the association in (PS3.8 tables 9-6 to 9-9).</summary>
    /// <param name="isRequestor">Tells the two ends of a collision apart.</param>
    /// <param name="isAnswerable">Of <see cref="AE6"/>: whether the request is one that this protocol can answer.</param>
    public static AssociationState StateAfter(AssociationAction action, bool isRequestor, bool isAnswerable = true) => action switch
    {
        AE1 => AssociationState.AwaitingConnection,
        AE2 => AssociationState.AwaitingAnswer,
        AE5 => AssociationState.AwaitingRequest,
        AE6 when isAnswerable => AssociationState.AwaitingLocalAnswer,
        AE3 or AE7 or DT1 or DT2 => AssociationState.Established,
        AR1 or AR6 => AssociationState.AwaitingReleaseResponse,
        AR2 or AR7 => AssociationState.AwaitingLocalReleaseResponse,
        AR8 => isRequestor ? AssociationState.CollisionRequestorAwaitingLocal : AssociationState.CollisionAcceptorAwaitingPeer,
        AR9 => AssociationState.CollisionRequestorAwaitingPeer,
        AR10 => AssociationState.CollisionAcceptorAwaitingLocal,
        AE4 or AR3 or AR5 or AA2 or AA3 or AA4 or AA5 => AssociationState.Idle,
        AE6 or AE8 or AR4 or AA1 or AA6 or AA7 or AA8 => AssociationState.AwaitingClose,
        _ => throw new InvalidOperationException($"Nothing is done, and so nothing comes after it: {action}"),
    };
}
