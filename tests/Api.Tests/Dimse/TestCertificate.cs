using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EventDicom.Api.Tests.Configuration;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>A certificate that vouches for itself, and its key, as PEM files.</summary>
internal sealed record TestCertificate(string Certificate, string Key)
{
    /// <param name="name">Of the files, and of whom the certificate is.</param>
    public static TestCertificate In(TemporaryFolder folder, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return new(
            folder.Write($"{name}.crt", certificate.ExportCertificatePem()), folder.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }
}
