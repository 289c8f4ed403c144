using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;

namespace EventDicom.Api.Peers;

/// <summary>Opens connections to peers and DICOMweb servers, with all that each of them asks for, over the site's proxy where it has
/// one.</summary>
public sealed class PeerConnections(RemoteOptions options)
{
    // Seconds: a day. .NET's client takes no more than 24 of them.
    private const int LongestPatience = 24 * 60 * 60;

    /// <summary>A client whose addresses are relative to the peer's.</summary>
    /// <returns>Refused with error 9 where a certificate cannot be read.</returns>
    public Answer<HttpClient> Open(PeerDefinition definition, PeerSecrets secrets)
    {
        HttpClient client;
        try
        {
            client = new(HandlerOf(definition, secrets), disposeHandler: true) { BaseAddress = AddressOf(definition) };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new Refused(OrthancError.NetworkProtocol, $"Cannot read the certificates for {definition.Url}: {failure.Message}");
        }
        client.Timeout = PatienceWith(definition);
        if (definition.Username.Length > 0)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{definition.Username}:{secrets.Password}"));
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }
        foreach (var (name, value) in secrets.HttpHeaders) client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return client;
    }

    /// <summary>The address, with a scheme.</summary>
    public static Uri AddressOf(PeerDefinition definition) =>
        new(definition.Url.Contains("://", StringComparison.Ordinal) ? definition.Url : $"http://{definition.Url}");

    /// <summary>How long an answer may take to begin.</summary>
    public TimeSpan PatienceWith(PeerDefinition definition) => (definition.Timeout > 0 ? definition.Timeout : options.HttpTimeout) switch
    {
        > 0 and var seconds => TimeSpan.FromSeconds(Math.Min(seconds, LongestPatience)),
        _ => Timeout.InfiniteTimeSpan,
    };

    /// <summary><c>[user:password@]host:port</c>.</summary>
    internal static WebProxy? ProxyOf(string text)
    {
        if (text.Length == 0) return null;
        var at = text.LastIndexOf('@');
        var proxy = new WebProxy($"http://{text[(at + 1)..]}");
        if (at < 0) return proxy;
        var credentials = text[..at].Split(':', 2);
        proxy.Credentials = new NetworkCredential(credentials[0], credentials.ElementAtOrDefault(1) ?? "");
        return proxy;
    }

    private SocketsHttpHandler HandlerOf(PeerDefinition definition, PeerSecrets secrets)
    {
        var tls = new SslClientAuthenticationOptions();
        if (!options.HttpsVerifyPeers)
        {
#pragma warning disable CA5359 // The site says so, by HttpsVerifyPeers.
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.HttpsCACertificates.Length > 0)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(options.HttpsCACertificates);
            tls.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }
        if (CertificateOf(definition, secrets) is { } own) tls.ClientCertificates = [own];
        return new()
        {
            AllowAutoRedirect = false, UseCookies = false, Proxy = ProxyOf(options.HttpProxy), UseProxy = options.HttpProxy.Length > 0,
            SslOptions = tls,
        };
    }

    private static X509Certificate2? CertificateOf(PeerDefinition definition, PeerSecrets secrets)
    {
        var (file, key) = (definition.CertificateFile, definition.CertificateKeyFile);
        if (file.Length == 0) return null;
        key = key.Length > 0 ? key : file;
        return secrets.CertificateKeyPassword is { Length: > 0 } password
            ? X509Certificate2.CreateFromEncryptedPemFile(file, password, key)
            : X509Certificate2.CreateFromPemFile(file, key);
    }
}
