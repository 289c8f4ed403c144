namespace EventDicom.Domain.Settings;

/// <summary>DICOM over TLS (PS3.15 B), both ways.</summary>
public sealed record DicomTlsOptions
{
    /// <summary>Whether our DICOM server speaks TLS only.</summary>
    public bool DicomTlsEnabled { get; init; }

    /// <summary>PEM files; empty where there is none.</summary>
    public required string DicomTlsCertificate { get; init; }

    public required string DicomTlsPrivateKey { get; init; }

    public required string DicomTlsTrustedCertificates { get; init; }

    public bool DicomTlsRemoteCertificateRequired { get; init; }
}
