namespace EventDicom.Dimse.Pdus;

/// <summary>A-ASSOCIATE-RJ (PS3.8 section 9.3.4): no association comes about.</summary>
/// <param name="Reason">Its meaning depends on the source, so it is the source's number in the high byte and the reason's in the low
/// one.</param>
public sealed record AssociateReject(RejectResult Result, RejectReason Reason)
{
    internal byte SourceByte => (byte)((ushort)Reason >> 8);

    internal byte ReasonByte => (byte)Reason;

    internal static AssociateReject Of(byte result, byte source, byte reason) =>
        new((RejectResult)result, (RejectReason)((source << 8) | reason));
}

/// <summary>Whether it makes sense to ask again.</summary>
public enum RejectResult : byte
{
    Permanent = 1,
    Transient = 2,
}

/// <summary>Who rejects and why: source and reason of PS3.8 table 9-21.</summary>
public enum RejectReason : ushort
{
    NoReasonGiven = 0x0101,
    ApplicationContextNotSupported = 0x0102,
    CallingAetNotRecognized = 0x0103,
    CalledAetNotRecognized = 0x0107,
    NoReasonGivenByProvider = 0x0201,
    ProtocolVersionNotSupported = 0x0202,
    TemporaryCongestion = 0x0301,
    LocalLimitExceeded = 0x0302,
}
