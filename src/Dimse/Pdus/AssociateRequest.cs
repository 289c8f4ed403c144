namespace EventDicom.Dimse.Pdus;

/// <summary>A-ASSOCIATE-RQ (PS3.8 section 9.3.2).</summary>
public sealed record AssociateRequest
{
    /// <summary>Whom the requestor calls: 1 to 16 characters, without spaces around.</summary>
    public required string CalledAet { get; init; }

    public required string CallingAet { get; init; }

    /// <summary>1 to 128 with distinct odd ids, as <see cref="Contexts"/> makes them.</summary>
    public required IReadOnlyList<ProposedContext> Contexts { get; init; }

    public UserInformation User { get; init; } = new();

    /// <summary>Bits of the versions that the requestor speaks; the first is the only one there is.</summary>
    internal ushort ProtocolVersion { get; init; } = 1;

    internal string ApplicationContext { get; init; } = Dicom.DicomUID.DICOMApplicationContext;
}
