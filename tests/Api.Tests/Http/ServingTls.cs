using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EventDicom.Api.Configuration;
using EventDicom.Api.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class ServingTls
{
    [Fact]
    public async Task takes_certificate_and_key_from_one_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("certificate.pem", Pem("CN=archive.example"));
        await using var server = await StartAsync($$"""{ "SslEnabled": true, "SslCertificate": "{{file}}" }""");

        server.Address.Scheme.ShouldBe("https");
        (await server.SendAsync("GET", "/system")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.ServerCertificate!.Subject.ShouldBe("CN=archive.example");
    }

    [Fact]
    public async Task asks_clients_for_certificates_where_peers_are_verified()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("certificate.pem", Pem("CN=archive.example"));
        var known = Certificate("CN=known.example");
        var trusted = folder.Write("trusted.pem", known.ExportCertificatePem());
        await using var server = await StartAsync(
            $$"""{ "SslEnabled": true, "SslCertificate": "{{file}}", "SslVerifyPeers": true, "SslTrustedClientCertificates": "{{trusted}}" }""");

        (await GetAsync(server, known)).ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(() => GetAsync(server, Certificate("CN=stranger.example")));
        await Should.ThrowAsync<HttpRequestException>(() => GetAsync(server, null));
    }

    [Fact]
    public async Task does_not_start_without_its_certificate()
    {
        var exception = await Should.ThrowAsync<ConfigurationException>(() =>
            StartAsync("""{ "SslEnabled": true, "SslCertificate": "/nowhere/at/all.pem" }"""));
        exception.Option.ShouldBe("SslCertificate");
    }

    [Fact]
    public async Task does_not_start_with_a_file_that_is_no_certificate()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("certificate.pem", "nonsense");
        await Should.ThrowAsync<ConfigurationException>(() => StartAsync($$"""{ "SslEnabled": true, "SslCertificate": "{{file}}" }"""));
    }

    private static async Task<HttpStatusCode> GetAsync(SmallServer server, X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown is not null } };
        if (certificate is not null) handler.SslOptions.ClientCertificates = [certificate];
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri(server.Address, "/system"));
        return response.StatusCode;
    }

    private static X509Certificate2 Certificate(string subject)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static string Pem(string subject)
    {
        using var certificate = Certificate(subject);
        using var key = certificate.GetRSAPrivateKey()!;
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
    }

    private static Task<SmallServer> StartAsync(string json) =>
        SmallServer.StartAsync(app => app.MapGet("/system", context => context.Response.WriteAsync("fine")), Configured.With(json));
}
