using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Domain.Memory;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.Images;

/// <summary>A whole server in this process whose decoders have next to no memory to share.</summary>
public sealed class CrampedServer : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly PostgresFixture _postgres = new();
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _app;
    private HttpClient? _http;

    public HttpClient Http => _http!;

    public MemoryLimiter Limiter { get; } = new(capacity: 8 << 20, most: 256 << 20);

    /// <summary>What is spooled at the moment.</summary>
    public IEnumerable<string> Spools => Directory.EnumerateFiles(Path.Combine(_folder.Path, "spool"));

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        await _postgres.InitializeAsync();
        var configuration = Configured.With(
            """{ "HttpPort": 0, "HttpBindAddresses": ["127.0.0.1"], "DicomServerEnabled": false, "AuthenticationEnabled": false, "OverwriteInstances": true }""");
        _app = EventDicomServer.Build(
            configuration, _postgres.ConnectionString, _folder.Path, CommandLine.Parse([]), writesCode: false, services =>
                services.AddSingleton(Limiter));
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _http = TestClient.To(address, s_patience);
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        await _postgres.DisposeAsync();
    }

    public void Dispose()
    {
        _http?.Dispose();
        _folder.Dispose();
    }

    public async Task<JsonElement> UploadAsync(SyntheticInstance instance)
    {
        var content = new ByteArrayContent(instance.ToBytes());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
        using var answer = await Http.PostAsync(new Uri("/instances", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<byte[]> BytesAsync(string path, string? body = null)
    {
        var uri = new Uri(path, UriKind.Relative);
        while (true)
        {
            using var answer = body is null ? await Http.GetAsync(uri) : await Http.PostAsync(uri, new StringContent(body));
            // On a slow machine there may be no room for a minute: then it is asked again.
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null) continue;
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            return await answer.Content.ReadAsByteArrayAsync();
        }
    }
}
