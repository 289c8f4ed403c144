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
        if (tls is { DicomTlsEnabled: true, DicomTlsRemoteCertificateRequired: true, DicomTlsTrustedCertificates: "" })
            throw options.Wrong(
                nameof(DicomTlsOptions.DicomTlsEnabled),
                $"needs {nameof(DicomTlsOptions.DicomTlsTrustedCertificates)}, "
                + $"or {nameof(DicomTlsOptions.DicomTlsRemoteCertificateRequired)} to be false");
        return tls;
    }
}
