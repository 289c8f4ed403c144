using System.Collections.Frozen;

namespace EventDicom.Domain.Modalities;

/// <summary>Another server that speaks Orthanc's REST API.</summary>
public sealed record RemotePeer(PeerDefinition Definition, PeerSecrets Secrets);

/// <summary>
/// What may be told of a peer, or of a DICOMweb server, and be remembered for ever. Part of events: a member that is added must have a
/// default, and must not be a secret.
/// </summary>
public sealed record PeerDefinition
{
    /// <summary>Ends in a slash, and holds no credentials.</summary>
    public required string Url { get; init; }

    /// <summary>Empty where the peer asks for none.</summary>
    public string Username { get; init; } = "";

    /// <summary>PEM files of the certificate that we show; empty where the peer asks for none.</summary>
    public string CertificateFile { get; init; } = "";

    public string CertificateKeyFile { get; init; } = "";

    public bool Pkcs11 { get; init; }

    /// <summary>Seconds; 0 is <c>HttpTimeout</c>.</summary>
    public int Timeout { get; init; }

    /// <summary>What the site wrote down beside what we know; values that are not strings are their JSON. Shown to whoever may
    /// ask.</summary>
    public IReadOnlyDictionary<string, string> UserProperties { get; init; } = FrozenDictionary<string, string>.Empty;
}

/// <summary>What a peer asks for and nobody else may see: kept where it can be erased, never in an event.</summary>
public sealed record PeerSecrets
{
    public static readonly PeerSecrets None = new();

    public string Password { get; init; } = "";

    /// <summary>Opens <see cref="PeerDefinition.CertificateKeyFile"/>.</summary>
    public string CertificateKeyPassword { get; init; } = "";

    /// <summary>Sent with every request. The names are shown, the values may be tokens.</summary>
    public IReadOnlyDictionary<string, string> HttpHeaders { get; init; } = FrozenDictionary<string, string>.Empty;
}
