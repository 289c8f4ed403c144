namespace EventDicom.Domain.Committing;

/// <summary>Why the safekeeping of an instance is not committed to (PS3.3 section C.14.1.1).</summary>
public static class FailureReason
{
    public const ushort ProcessingFailure = 0x0110;
    public const ushort NoSuchInstance = 0x0112;
    public const ushort ClassInstanceConflict = 0x0119;
    public const ushort ClassNotSupported = 0x0122;
    public const ushort DuplicateTransaction = 0x0131;
    public const ushort ResourceLimitation = 0x0213;

    /// <summary>In the words of the standard, in which Orthanc shows it too.</summary>
    public static string Describe(ushort reason) => reason switch
    {
        ProcessingFailure => "A general failure in processing the operation was encountered",
        NoSuchInstance => "One or more of the elements in the Referenced SOP Instance Sequence was not available",
        ResourceLimitation => "The SCP does not currently have enough resources to store the requested SOP Instance(s)",
        ClassNotSupported =>
            "Storage Commitment has been requested for a SOP Instance with a SOP Class that is not supported by the SCP",
        ClassInstanceConflict =>
            "The SOP Class of an element in the Referenced SOP Instance Sequence did not correspond to the SOP class registered "
            + "for this SOP Instance at the SCP",
        DuplicateTransaction => "The Transaction UID of the Storage Commitment Request is already in use",
        _ => "Unknown failure reason",
    };
}
