using System.Net;
using System.Text;
using EventDicom.Api.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class Authenticating
{
    private static readonly IPAddress s_elsewhere = IPAddress.Parse("192.0.2.1");

    [Fact]
    public async Task asks_for_credentials_in_the_words_that_clients_wait_for()
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("GET", "/user");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.GetValues("WWW-Authenticate").ShouldBe(["Basic realm=\"Orthanc Secure Area\""]);
        body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("alice:secret", "alice")]
    [InlineData("bob:with:colons", "bob")]
    [InlineData("émile:pässwörd", "émile")]
    [InlineData("empty:", "empty")]
    public async Task lets_a_registered_user_in_by_name(string credentials, string user)
    {
        await using var server = await StartAsync();
        (await server.SendAsync("GET", "/user", null, Basic(credentials))).Body.ShouldBe(user);
    }

    [Theory]
    [InlineData("alice:wrong")]
    [InlineData("alice:secret ")]
    [InlineData("alice:secre")]
    [InlineData("alice:")]
    [InlineData("Alice:secret")]
    [InlineData("mallory:secret")]
    [InlineData(":secret")]
    [InlineData(":")]
    [InlineData("alice")]
    [InlineData("")]
    [InlineData("orthanc:orthanc")]
    public async Task keeps_everybody_else_out(string credentials)
    {
        await using var server = await StartAsync();
        (await server.SendAsync("GET", "/user", null, Basic(credentials))).Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic YWxpY2U6c2VjcmV")]
    [InlineData("Bearer YWxpY2U6c2VjcmV0")]
    [InlineData("YWxpY2U6c2VjcmV0")]
    [InlineData("Basic /////////w==")]
    public async Task survives_a_header_that_is_no_credentials(string header)
    {
        await using var server = await StartAsync();
        (await server.SendAsync("GET", "/user", null, ("Authorization", header))).Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task survives_credentials_of_unusual_length()
    {
        await using var server = await StartAsync();
        foreach (var length in (int[])[500, 755, 756, 757, 760, 1000, 10_000])
            (await server.SendAsync("GET", "/user", null, Basic("alice:" + new string('x', length))))
                .Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task minds_neither_the_case_of_the_scheme_nor_spaces()
    {
        await using var server = await StartAsync();
        (await server.SendAsync("GET", "/user", null, ("Authorization", "basic  YWxpY2U6c2VjcmV0"))).Body.ShouldBe("alice");
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    public async Task comes_before_the_method(string method)
    {
        await using var server = await StartAsync();
        (await server.SendAsync(method, "/user")).Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task is_not_asked_of_probes_of_health()
    {
        await using var server = await StartAsync("\"RemoteAccessAllowed\": false", s_elsewhere);
        (await server.SendAsync("GET", "/health")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync("GET", "/health/live")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync("GET", "/healthy")).Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.SendAsync("GET", "/health/../user")).Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task names_nobody_where_it_is_disabled()
    {
        await using var server = await StartAsync("\"AuthenticationEnabled\": false");
        (await server.SendAsync("GET", "/user", null, Basic("alice:secret"))).Body.ShouldBe("nobody");
    }

    [Theory]
    [InlineData("192.0.2.1", 401)]
    [InlineData("2001:db8::1", 401)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.0.0.2", 200)]
    [InlineData("::1", 200)]
    [InlineData("::ffff:127.0.0.1", 200)]
    [InlineData("::ffff:192.0.2.1", 401)]
    public async Task keeps_other_hosts_out_where_remote_access_is_not_allowed(string peer, int status)
    {
        await using var server = await StartAsync("\"RemoteAccessAllowed\": false, \"AuthenticationEnabled\": false",
            IPAddress.Parse(peer));
        ((int)(await server.SendAsync("GET", "/user")).Response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task keeps_other_hosts_out_even_with_good_credentials()
    {
        await using var server = await StartAsync("\"RemoteAccessAllowed\": false, \"AuthenticationEnabled\": true", s_elsewhere);
        (await server.SendAsync("GET", "/user", null, Basic("alice:secret"))).Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task lets_other_hosts_in_with_credentials_where_remote_access_is_allowed()
    {
        await using var server = await StartAsync("\"RemoteAccessAllowed\": true", s_elsewhere);
        (await server.SendAsync("GET", "/user")).Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.SendAsync("GET", "/user", null, Basic("alice:secret"))).Body.ShouldBe("alice");
    }

    private static (string Name, string Value) Basic(string credentials) =>
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    private static Task<SmallServer> StartAsync(string options = "\"AuthenticationEnabled\": true", IPAddress? peer = null)
    {
        var configuration = Configured.With($$"""
            { {{options}}, "RegisteredUsers": { "alice": "secret", "bob": "with:colons", "émile": "pässwörd", "empty": "" } }
            """);
        return SmallServer.StartAsync(
            app =>
            {
                app.MapGet("/user", context => context.Response.WriteAsync(context.User.Identity?.Name ?? "nobody"));
                app.MapGet("/health/{**rest}", context => context.Response.WriteAsync("well"));
            },
            configuration,
            peer);
    }
}
