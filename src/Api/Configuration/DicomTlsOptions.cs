namespace EventDicom.Api.Configuration;

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

    internal static DicomTlsOptions Read(OptionReader options)
    {
        var tls = new DicomTlsOptions
        {
            DicomTlsEnabled = options.Flag(nameof(DicomTlsEnabled), false),
            DicomTlsCertificate = options.Text(nameof(DicomTlsCertificate), ""),
            DicomTlsPrivateKey = options.Text(nameof(DicomTlsPrivateKey), ""),
            DicomTlsTrustedCertificates = options.Text(nameof(DicomTlsTrustedCertificates), ""),
            DicomTlsRemoteCertificateRequired = options.Flag(nameof(DicomTlsRemoteCertificateRequired), true),
        };
        if (tls is { DicomTlsEnabled: true, DicomTlsCertificate: "" } or { DicomTlsEnabled: true, DicomTlsPrivateKey: "" })
            throw options.Wrong(nameof(DicomTlsEnabled), $"needs {nameof(DicomTlsCertificate)} and {nameof(DicomTlsPrivateKey)}");
        options.NotYet(DicomServerOptions.NoNetwork, nameof(DicomTlsEnabled), nameof(DicomTlsRemoteCertificateRequired));
        return tls;
    }
}
