using EventDicom.Dicom;

namespace EventDicom.Dimse.Pdus;

/// <summary>
/// What the two sides tell each other beside the contexts (PS3.7 annex D.3.3). Extended negotiation of SOP classes is passed over.
/// </summary>
public sealed record UserInformation
{
    /// <summary>The longest P-DATA-TF PDU that the sender takes, in bytes after the first six; 0 for any (PS3.8 annex D.1).</summary>
    public uint MaximumLength { get; init; }

    public string ImplementationClassUid { get; init; } = DicomImplementation.ClassUID;

    /// <summary>At most 16 characters; empty where it is not told.</summary>
    public string ImplementationVersionName { get; init; } = DicomImplementation.VersionName;

    /// <summary>How many operations may be under way at a time (PS3.7 annex D.3.3.3); <c>null</c> for one each way.</summary>
    public OperationsWindow? OperationsWindow { get; init; }

    /// <summary>PS3.7 annex D.3.3.4. A SOP class that is not among them has the requestor as SCU and the acceptor as SCP.</summary>
    public IReadOnlyList<RoleSelection> Roles { get; init; } = [];

    /// <summary>Of a request.</summary>
    public UserIdentity? Identity { get; init; }

    /// <summary>Of an acceptance: what the requestor wanted for its identity; <c>null</c> for nothing.</summary>
    public ReadOnlyMemory<byte>? IdentityResponse { get; init; }
}

/// <summary>0 is any number.</summary>
public readonly record struct OperationsWindow(ushort Invoked, ushort Performed);

/// <param name="SopClass">A UID.</param>
/// <param name="Scu">Whether the requestor may be the SCU.</param>
/// <param name="Scp">Whether the requestor may be the SCP.</param>
public readonly record struct RoleSelection(string SopClass, bool Scu, bool Scp);

/// <summary>Who asks for the association (PS3.7 annex D.3.3.7). Accepted as it is told, never checked.</summary>
/// <param name="Primary">A name, a ticket, an assertion or a token. Never to be logged but for a name.</param>
/// <param name="Secondary">A passcode. Never to be logged.</param>
public sealed record UserIdentity(UserIdentityType Type, bool WantsResponse, ReadOnlyMemory<byte> Primary, ReadOnlyMemory<byte> Secondary)
{
    /// <summary>The name of the user, where the identity is one; else <c>null</c>.</summary>
    public string? Name => Type is UserIdentityType.Username or UserIdentityType.UsernameAndPasscode
        ? Printable.Of(System.Text.Encoding.UTF8.GetString(Primary.Span))
        : null;
}

public enum UserIdentityType : byte
{
    Username = 1,
    UsernameAndPasscode = 2,
    Kerberos = 3,
    Saml = 4,
    JsonWebToken = 5,
}
