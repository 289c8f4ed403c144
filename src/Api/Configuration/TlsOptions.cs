namespace EventDicom.Api.Configuration;

/// <summary>HTTPS.</summary>
public sealed record TlsOptions
{
    // Orthanc's numbers of versions, which begin with SSL 2.
    private const int Tls12 = 4, Tls13 = 5;

    public bool SslEnabled { get; init; }

    /// <summary>A PEM file with the certificate, its chain and its private key.</summary>
    public required string SslCertificate { get; init; }

    /// <summary>Orthanc's number: 4 is TLS 1.2, 5 is TLS 1.3; what is older is never offered.</summary>
    public int SslMinimumProtocolVersion { get; init; }

    public bool OffersTls12 => SslMinimumProtocolVersion <= Tls12;

    /// <summary>Whether clients must show a certificate that <see cref="SslTrustedClientCertificates"/> vouches for.</summary>
    public bool SslVerifyPeers { get; init; }

    /// <summary>A PEM file.</summary>
    public required string SslTrustedClientCertificates { get; init; }

    internal static TlsOptions Read(OptionReader options, ConfigurationReport report)
    {
        options.Unsupported("SslCiphersAccepted", Array.Empty<string>(), "the operating system chooses the ciphers");
        options.Unsupported("Pkcs11", new Dictionary<string, string>(), "there are no hardware keys");
        var version = options.Number(nameof(SslMinimumProtocolVersion), Tls12, 0, Tls13);
        if (version < Tls12)
            report.Warn($"\"{nameof(SslMinimumProtocolVersion)}\" allows versions older than TLS 1.2: they are not offered");
        return new()
        {
            SslEnabled = options.Flag(nameof(SslEnabled), false),
            SslCertificate = options.Text(nameof(SslCertificate), "certificate.pem"),
            SslMinimumProtocolVersion = version,
            SslVerifyPeers = options.Flag(nameof(SslVerifyPeers), false),
            SslTrustedClientCertificates = options.Text(nameof(SslTrustedClientCertificates), "trustedClientCertificates.pem"),
        };
    }
}
