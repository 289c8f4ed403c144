using System.Net;
using System.Net.Sockets;
using EventDicom.Api.Http;
using EventDicom.Api.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventDicom.Api.Tests.Http;

public sealed class ListeningForHttp
{
    [Fact]
    public async Task happens_on_the_addresses_that_are_named()
    {
        await using var app = await StartAsync("""{ "HttpPort": 0, "HttpBindAddresses": ["127.0.0.1", "127.0.0.2"] }""");
        Addresses(app).Select(address => new Uri(address).Host).ShouldBe(["127.0.0.1", "127.0.0.2"]);
    }

    [Fact]
    public async Task happens_nowhere_where_it_is_disabled()
    {
        await using var app = await StartAsync("""{ "HttpServerEnabled": false }""");
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>().ShouldBeNull();
    }

    [Fact]
    public async Task drops_a_client_that_stalls()
    {
        await using var app = await StartAsync("""{ "HttpPort": 0, "HttpBindAddresses": ["127.0.0.1"], "HttpRequestTimeout": 1 }""");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(Addresses(app).Single()).Port);
        await client.GetStream().WriteAsync("GET /syst"u8.ToArray());
        using var reader = new StreamReader(client.GetStream());
        (await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20))).ShouldStartWith("HTTP/1.1 408");
    }

    private static ICollection<string> Addresses(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;

    private static async Task<WebApplication> StartAsync(string json)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseOrthancKestrel(Configured.With(json));
        var app = builder.Build();
        app.MapGet("/system", context => context.Response.WriteAsync("fine"));
        await app.StartAsync();
        return app;
    }
}
