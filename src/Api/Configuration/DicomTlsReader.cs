namespace EventDicom.Api.Configuration;

/// <summary>Reads <see cref="DicomTlsOptions"/>.</summary>
internal static class DicomTlsReader
{
    internal static DicomTlsOptions Read(OptionReader options)
    {
        var tls = new DicomTlsOptions
        {
            DicomTlsEnabled = options.Flag(nameof(DicomTlsOptions.DicomTlsEnabled), false),
            DicomTlsCertificate = options.Text(nameof(DicomTlsOptions.DicomTlsCertificate), ""),
            DicomTlsPrivateKey = options.Text(nameof(DicomTlsOptions.DicomTlsPrivateKey), ""),
            DicomTlsTrustedCertificates = options.Text(nameof(DicomTlsOptions.DicomTlsTrustedCertificates), ""),
            DicomTlsRemoteCertificateRequired = options.Flag(nameof(DicomTlsOptions.DicomTlsRemoteCertificateRequired), true),
        };
        if (tls is { DicomTlsEnabled: true, DicomTlsCertificate: "" } or { DicomTlsEnabled: true, DicomTlsPrivateKey: "" })
            throw options.Wrong(nameof(DicomTlsOptions.DicomTlsEnabled),
                $"needs {nameof(DicomTlsOptions.DicomTlsCertificate)} and {nameof(DicomTlsOptions.DicomTlsPrivateKey)}");
        options.NotYet(DicomServerReader.NoNetwork, nameof(DicomTlsOptions.DicomTlsEnabled),
            nameof(DicomTlsOptions.DicomTlsRemoteCertificateRequired));
        return tls;
    }
}
