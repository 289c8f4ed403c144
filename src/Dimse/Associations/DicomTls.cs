using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EventDicom.Domain.Settings;

namespace EventDicom.Dimse.Associations;

/// <summary>
/// DICOM over TLS (PS3.15 annex B): each side shows its certificate, and trusts what the file of trusted certificates vouches for. Names
/// are not compared:
/// modalities are known by their certificates.
/// </summary>
public static class DicomTls
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <exception cref="InvalidDataException">A file cannot be read, or has not in it what it should.</exception>
    public static SslServerAuthenticationOptions OfServer(DicomTlsOptions options)
    {
        var trusted = Trusted(options);
        return new()
        {
            ServerCertificateContext = OwnCertificate(options),
            EnabledSslProtocols = Protocols,
            ClientCertificateRequired = options.DicomTlsRemoteCertificateRequired,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is null ? !options.DicomTlsRemoteCertificateRequired : IsTrusted(certificate, trusted),
        };
    }

    /// <param name="host">Who is called, for servers that have several names.</param>
    /// <inheritdoc cref="OfServer"/>
    public static SslClientAuthenticationOptions OfClient(DicomTlsOptions options, string host)
    {
        var trusted = Trusted(options);
        return new()
        {
            TargetHost = host,
            ClientCertificateContext = options.DicomTlsCertificate.Length == 0 ? null : OwnCertificate(options),
            EnabledSslProtocols = Protocols,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && IsTrusted(certificate, trusted),
        };
    }

    private static bool IsTrusted(X509Certificate certificate, X509Certificate2Collection trusted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var copy = new X509Certificate2(certificate);
        return chain.Build(copy);
    }

    private static SslStreamCertificateContext OwnCertificate(DicomTlsOptions options) => Read(
        nameof(options.DicomTlsCertificate), options.DicomTlsCertificate,
        file => SslStreamCertificateContext.Create(
            X509Certificate2.CreateFromPemFile(file, options.DicomTlsPrivateKey), Chain(file), offline: true));

    private static X509Certificate2Collection Trusted(DicomTlsOptions options) => options.DicomTlsTrustedCertificates.Length == 0
        ? []
        : Read(nameof(options.DicomTlsTrustedCertificates), options.DicomTlsTrustedCertificates, Chain);

    private static X509Certificate2Collection Chain(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }

    private static T Read<T>(string option, string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidDataException($"\"{option}\": cannot read certificates from \"{file}\": {failure.Message}", failure);
        }
    }
}
