namespace EventDicom.Dimse.Messages;

/// <summary>What a response says of the operation (PS3.7 annex C, PS3.4 annexes B, C and J). Others than these may come.</summary>
public enum DimseStatus : ushort
{
    Success = 0x0000,

    /// <summary>The instance is there already (as some answer to C-STORE).</summary>
    DuplicateSopInstance = 0x0111,
    NoSuchSopInstance = 0x0112,
    NoSuchEventType = 0x0113,
    InvalidArgumentValue = 0x0115,
    NoSuchSopClass = 0x0118,
    NoSuchActionType = 0x0123,
    ClassInstanceConflict = 0x0119,
    SopClassNotSupported = 0x0122,
    DuplicateInvocation = 0x0210,
    UnrecognizedOperation = 0x0211,
    MistypedArgument = 0x0212,
    ResourceLimitation = 0x0213,
    ProcessingFailure = 0x0110,
    DuplicateTransactionUid = 0x0131,

    OutOfResources = 0xA700,

    /// <summary>Of C-GET: not one sub-operation went well.</summary>
    OutOfResourcesForSuboperations = 0xA702,

    /// <summary>Of C-MOVE.</summary>
    MoveDestinationUnknown = 0xA801,

    /// <summary>
    /// Of C-STORE: the data set is of another SOP class or instance than the command says. Of queries: the identifier is not of the SOP
    /// class.
    /// </summary>
    DataSetDoesNotMatchSopClass = 0xA900,

    /// <summary>Of C-MOVE and C-GET: some sub-operations failed. Of C-STORE: values were changed.</summary>
    SomeFailed = 0xB000,
    DataSetDiffersWarning = 0xB007,
    ElementsDiscarded = 0xB006,

    UnableToProcess = 0xC000,

    Cancel = 0xFE00,

    /// <summary>More comes.</summary>
    Pending = 0xFF00,

    /// <summary>More comes, and an optional key was not matched.</summary>
    PendingWithWarning = 0xFF01,
}

public static class DimseStatuses
{
    /// <summary>Whether another response follows.</summary>
    public static bool IsPending(this DimseStatus status) => status is DimseStatus.Pending or DimseStatus.PendingWithWarning;
}
