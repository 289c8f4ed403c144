using System.Net;
using EventDicom.Api.Configuration;
using EventDicom.Api.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class RefusingOtherSites
{
    private const string Users = """ "AuthenticationEnabled": true, "RegisteredUsers": { "alice": "secret" } """;

    private const string Alice = "Basic YWxpY2U6c2VjcmV0";

    [Theory]
    // Clients that are no browsers.
    [InlineData("POST", "/any", "", true)]
    [InlineData("PUT", "/any", "", true)]
    [InlineData("DELETE", "/any", "", true)]
    [InlineData("GET", "/any?_method=DELETE", "", true)]
    [InlineData("POST", "/any", "X-HTTP-Method-Override: PUT\r\n", true)]
    // The server's own pages, and an address that somebody typed.
    [InlineData("POST", "/any", "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost:{port}\r\n", true)]
    [InlineData("POST", "/any", "Sec-Fetch-Site: none\r\n", true)]
    [InlineData("POST", "/any", "Origin: http://localhost:{port}\r\n", true)]
    [InlineData("GET", "/any?_method=DELETE", "Referer: http://localhost:{port}/app/explorer.html\r\n", true)]
    // Other sites may read what a browser lets them, and change nothing.
    [InlineData("GET", "/any", "Sec-Fetch-Site: cross-site\r\nOrigin: https://evil.example\r\n", true)]
    [InlineData("POST", "/any", "Sec-Fetch-Site: cross-site\r\n", false)]
    [InlineData("PUT", "/any", "Sec-Fetch-Site: cross-site\r\n", false)]
    [InlineData("DELETE", "/any", "Sec-Fetch-Site: cross-site\r\n", false)]
    [InlineData("GET", "/any?_method=DELETE", "Sec-Fetch-Site: cross-site\r\n", false)]
    [InlineData("GET", "/any?_method=PUT", "Sec-Fetch-Site: same-site\r\n", false)]
    [InlineData("GET", "/any", "X-HTTP-Method-Override: DELETE\r\nSec-Fetch-Site: cross-site\r\n", false)]
    [InlineData("POST", "/any", "Sec-Fetch-Site: same-site\r\nOrigin: http://localhost:1\r\n", false)]
    [InlineData("POST", "/any", "Sec-Fetch-Site: something-new\r\n", false)]
    [InlineData("POST", "/any", "Origin: https://evil.example\r\n", false)]
    [InlineData("POST", "/any", "Origin: http://localhost\r\n", false)]
    [InlineData("POST", "/any", "Origin: http://localhost:{port}.evil.example\r\n", false)]
    [InlineData("POST", "/any", "Origin: null\r\n", false)]
    [InlineData("POST", "/any", "Origin: nonsense\r\n", false)]
    [InlineData("GET", "/any?_method=DELETE", "Referer: https://evil.example/page\r\n", false)]
    public async Task what_a_browser_sends_for_them_changes_nothing(string method, string target, string headers, bool isTaken) =>
        (await AskAsync("{}", method, target, headers)).ShouldBe(isTaken ? 200 : 403);

    [Theory]
    [InlineData("https://viewer.example", true)]
    [InlineData("https://VIEWER.example", true)]
    [InlineData("http://viewer.example", false)]
    [InlineData("https://viewer.example:8443", false)]
    public async Task some_can_be_trusted(string origin, bool isTaken) =>
        (await AskAsync("""{ "EventDicom": { "TrustedOrigins": ["https://viewer.example/"] } }""", "POST", "/any",
            $"Sec-Fetch-Site: cross-site\r\nOrigin: {origin}\r\n"))
            .ShouldBe(isTaken ? 200 : 403);

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site\r\n")]
    [InlineData("Origin: null\r\n")]
    public async Task all_can_be_trusted(string headers) =>
        (await AskAsync("""{ "EventDicom": { "TrustedOrigins": ["*"] } }""", "DELETE", "/any", headers)).ShouldBe(200);

    [Fact]
    public async Task who_shows_credentials_is_asked_no_more() =>
        (await AskAsync($"{{ {Users} }}", "POST", "/any",
            $"Authorization: {Alice}\r\nSec-Fetch-Site: cross-site\r\nOrigin: https://viewer.example\r\n",
            host: "pacs.example")).ShouldBe(200);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:80", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1:8042", true)]
    [InlineData("127.0.1.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::1]:8042", true)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example:8042", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    public async Task a_server_for_one_machine_answers_under_the_names_of_that_machine(string host, bool isTaken)
    {
        (await AskAsync("{}", "GET", "/any", "", host)).ShouldBe(isTaken ? 200 : 403);
        // bound to loopback
        (await AskAsync("""{ "RemoteAccessAllowed": true, "AuthenticationEnabled": false }""", "GET", "/any", "", host))
            .ShouldBe(isTaken ? 200 : 403);
        (await AskAsync("""{ "EventDicom": { "TrustedHosts": ["*"] } }""", "GET", "/any", "", host)).ShouldBe(200);
    }

    [Fact]
    public async Task other_names_can_be_allowed()
    {
        const string Named = """{ "EventDicom": { "TrustedHosts": ["pacs.example"] } }""";
        (await AskAsync(Named, "GET", "/any", "", "pacs.example:8042")).ShouldBe(200);
        (await AskAsync(Named, "GET", "/any", "", "localhost")).ShouldBe(200);
        (await AskAsync(Named, "GET", "/any", "", "other.example")).ShouldBe(403);
    }

    [Fact]
    public async Task a_probe_may_call_it_what_it_likes() =>
        (await AskAsync("{}", "GET", "/health/live", "", "evil.example")).ShouldBe(200);

    [Fact]
    public async Task an_old_client_that_names_no_host_is_answered()
    {
        await using var server = await StartAsync("{}");
        (await server.SendRawAsync("GET /any HTTP/1.0\r\n\r\n")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task the_refusal_says_what_can_be_done()
    {
        await using var server = await StartAsync("{}");
        var (response, body) = await server.SendAsync("POST", "/any", null, ("Sec-Fetch-Site", "cross-site"));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        body.ShouldContain("TrustedOrigins");
        (await server.SendRawAsync("GET /any HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).ShouldContain("TrustedHosts");
    }

    [Theory]
    [InlineData("""{ "EventDicom": { "TrustedOrigins": ["viewer.example"] } }""")]
    [InlineData("""{ "EventDicom": { "TrustedOrigins": ["ftp://viewer.example"] } }""")]
    [InlineData("""{ "EventDicom": { "TrustedOrigins": ["https://viewer.example/page"] } }""")]
    [InlineData("""{ "EventDicom": { "TrustedHosts": ["https://pacs.example"] } }""")]
    [InlineData("""{ "EventDicom": { "TrustedHosts": [""] } }""")]
    public void what_is_no_origin_or_host_stops_the_start(string json) => Configured.Refused(json);

    private static async Task<int> AskAsync(string configuration, string method, string target, string headers, string? host = null)
    {
        await using var server = await StartAsync(configuration);
        var port = server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var length = method is "POST" or "PUT" ? "Content-Length: 0\r\n" : "";
        var answer = await server.SendRawAsync(
            $"{method} {target} HTTP/1.1\r\nHost: {host ?? $"localhost:{port}"}\r\nConnection: "
            + $"close\r\n{length}{headers.Replace("{port}", port, StringComparison.Ordinal)}\r\n");
        return int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Task<SmallServer> StartAsync(string configuration) => SmallServer.StartAsync(app =>
    {
        app.Map("/any", context => context.Response.WriteAsync("fine"));
        app.Map("/health/live", context => context.Response.WriteAsync("live"));
    }, Configured.With(configuration));
}
