using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EventDicom.Api.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EventDicom.Api.Http;

/// <summary>TLS under Orthanc's options: one PEM file that holds certificate and key, and optionally the certificates that clients must
/// show.</summary>
internal static class TlsSetup
{
    /// <exception cref="ConfigurationException">A file is missing, or is not what it should be.</exception>
    public static HttpsConnectionAdapterOptions Of(TlsOptions options)
    {
        var https = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = Load(options.SslCertificate),
            ServerCertificateChain = Import(nameof(options.SslCertificate), options.SslCertificate),
            SslProtocols = options.OffersTls12 ? SslProtocols.Tls12 | SslProtocols.Tls13 : SslProtocols.Tls13,
        };
        if (!options.SslVerifyPeers) return https;

        var trusted = Import(nameof(options.SslTrustedClientCertificates), options.SslTrustedClientCertificates);
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, _, _) => IsTrusted(certificate, trusted);
        return https;
    }

    private static bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection trusted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static X509Certificate2 Load(string file)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException)
        {
            throw new ConfigurationException(nameof(TlsOptions.SslCertificate),
                $"cannot read a certificate and its key from \"{file}\": {exception.Message}");
        }
    }

    private static X509Certificate2Collection Import(string option, string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException)
        {
            throw new ConfigurationException(option, $"cannot read certificates from \"{file}\": {exception.Message}");
        }
    }
}
