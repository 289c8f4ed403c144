using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Http;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventDicom.Api.Tests.Http;

/// <summary>The conventions around a few routes, on a free port of the loopback interface.</summary>
internal sealed class SmallServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SmallServer(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
        Client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                (ServerCertificate = (X509Certificate2?)certificate) is not null },
        })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public X509Certificate2? ServerCertificate { get; private set; }

    private DirectoryInfo? Spool { get; init; }

    /// <summary>Every line that was logged.</summary>
    public CapturedLog Log { get; private init; } = new();

    /// <param name="peer">Where requests pretend to come from.</param>
    public static async Task<SmallServer> StartAsync(Action<WebApplication> routes, OrthancConfiguration? configuration = null,
        IPAddress? peer = null)
    {
        configuration ??= OrthancConfiguration.Default;
        configuration = configuration with { Http = configuration.Http with { HttpPort = 0, HttpBindAddresses = [IPAddress.Loopback] } };

        var log = new CapturedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseOrthancKestrel(configuration);
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddOrthancConventions(configuration);
        var spool = Directory.CreateTempSubdirectory("eventdicom-spool-");
        builder.Services.AddSingleton(MemoryBudget.Of(0)).AddSingleton(new SpoolFolder(spool.FullName, DiskReserve.On(0)));
        var app = builder.Build();
        if (peer is not null)
        {
            app.Use(next => context =>
            {
                context.Connection.RemoteIpAddress = peer;
                return next(context);
            });
        }

        app.UseOrthancConventions(configuration);
        app.UseOrthancRouting();
        routes(app);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new(app, new(address)) { Log = log, Spool = spool };
    }

    /// <summary>Sends bytes as they are, for what no HTTP client would send, and reads until the server closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address.Host, Address.Port);
        await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A request line and nothing else that matters, answered and closed.</summary>
    public Task<string> SendLineAsync(string line, string headers = "") =>
        SendRawAsync($"{line}\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");

    public async Task<(HttpResponseMessage Response, string Body)> SendAsync(
        string method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = body };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await Client.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> GetJsonAsync(string path) => JsonElement.Parse(await Client.GetStringAsync(path));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Spool?.Delete(recursive: true);
    }
}
