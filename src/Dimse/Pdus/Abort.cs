namespace EventDicom.Dimse.Pdus;

/// <summary>A-ABORT (PS3.8 section 9.3.8): the association ends at once.</summary>
/// <param name="Reason">Has a meaning only where the provider aborts.</param>
public sealed record Abort(AbortSource Source, AbortReason Reason);

public enum AbortSource : byte
{
    /// <summary>The application.</summary>
    ServiceUser = 0,

    /// <summary>The upper layer.</summary>
    ServiceProvider = 2,
}

/// <summary>PS3.8 table 9-26.</summary>
public enum AbortReason : byte
{
    NotSpecified = 0,
    UnrecognizedPdu = 1,
    UnexpectedPdu = 2,
    UnrecognizedPduParameter = 4,
    UnexpectedPduParameter = 5,
    InvalidPduParameterValue = 6,
}
