using System.Net;
using System.Text.Json;
using EventDicom.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class RequestConventions
{
    [Theory]
    [InlineData("/system", "/system")]
    [InlineData("//system", "/system")]
    [InlineData("/system/", "/system/")]
    [InlineData("///system//", "/system/")]
    [InlineData("/s%79stem", "/system")]
    [InlineData("/./x/../system", "/system")]
    public async Task finds_a_route_however_its_slashes_are_written(string target, string path)
    {
        await using var server = await StartAsync();
        var answer = await server.SendLineAsync($"GET {target} HTTP/1.1");
        answer.ShouldStartWith("HTTP/1.1 200 OK");
        answer.ShouldEndWith($"GET {path}");
    }

    [Fact]
    public async Task collapses_slashes_in_the_middle()
    {
        await using var server = await StartAsync();
        (await server.SendLineAsync("GET /studies///1//series HTTP/1.1")).ShouldEndWith("GET /studies/1/series");
    }

    [Fact]
    public async Task describes_an_unknown_route()
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("GET", "/nope?a=b");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonElement.DeepEquals(JsonElement.Parse(body), JsonElement.Parse(
            """
            { "HttpError" : "Not Found", "HttpStatus" : 404, "Message" : "Unknown resource", "Method" : "GET",
              "OrthancError" : "Unknown resource", "OrthancStatus" : 17, "Uri" : "/nope" }
            """)).ShouldBeTrue(body);
    }

    [Theory]
    [InlineData("POST", "/system", "GET")]
    [InlineData("POST", "/system/", "GET")]
    [InlineData("DELETE", "/system", "GET")]
    [InlineData("PUT", "/multi", "GET,POST,DELETE")]
    public async Task names_the_methods_of_a_route_that_has_others(string method, string path, string allow)
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync(method, path);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.NonValidated["Allow"].ToString().ShouldBe(allow);
        body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("HEAD", "/system", 404)]
    [InlineData("OPTIONS", "/system", 404)]
    [InlineData("HEAD", "/nope", 404)]
    [InlineData("PATCH", "/system", 400)]
    [InlineData("TRACE", "/system", 400)]
    [InlineData("FOO", "/system", 400)]
    public async Task knows_four_methods(string method, string path, int status)
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync(method, path);
        ((int)response.StatusCode).ShouldBe(status);
        body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/any?_method=PUT", null, "PUT /any")]
    [InlineData("GET", "/any?_method=delete", null, "DELETE /any")]
    [InlineData("GET", "/any?x=1&_method=PUT", null, "PUT /any")]
    [InlineData("GET", "/any?_method=", null, "GET /any")]
    [InlineData("GET", "/any?_METHOD_=PUT", null, "GET /any")]
    [InlineData("GET", "/any?x=_method", null, "GET /any")]
    [InlineData("POST", "/any?_method=DELETE", null, "POST /any")]
    [InlineData("GET", "/any", "PUT", "PUT /any")]
    [InlineData("POST", "/any", "delete", "DELETE /any")]
    [InlineData("HEAD", "/any", "PUT", "")]
    [InlineData("PATCH", "/any", "PUT", "PUT /any")]
    [InlineData("GET", "/any", "", "GET /any")]
    [InlineData("GET", "/any?_method=DELETE", "PUT", "PUT /any")]
    public async Task takes_another_method_from_header_or_query(string method, string target, string? header, string seen)
    {
        await using var server = await StartAsync();
        var answer = await server.SendLineAsync($"{method} {target} HTTP/1.1",
            Length(method) + (header is null ? "" : $"X-HTTP-Method-Override: {header}\r\n"));
        answer.ShouldStartWith("HTTP/1.1 200 OK");
        answer.ShouldEndWith("\r\n\r\n" + seen);
    }

    [Theory]
    [InlineData("GET", "/any?_method=GET", null)]
    [InlineData("GET", "/any?_method=POST", null)]
    [InlineData("GET", "/any?_method=x", null)]
    [InlineData("POST", "/any", "GET")]
    [InlineData("GET", "/any", "POST")]
    [InlineData("GET", "/any", "nonsense")]
    public async Task refuses_to_become_another_method_than_PUT_or_DELETE(string method, string target, string? header)
    {
        await using var server = await StartAsync();
        (await server.SendLineAsync($"{method} {target} HTTP/1.1",
            Length(method) + (header is null ? "" : $"X-HTTP-Method-Override: {header}\r\n")))
            .ShouldStartWith("HTTP/1.1 400 Bad Request");
    }

    [Fact]
    public async Task does_not_mind_an_empty_Expect()
    {
        await using var server = await StartAsync();
        (await server.SendRawAsync("POST /any HTTP/1.1\r\nHost: localhost\r\nExpect:\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"))
            .ShouldStartWith("HTTP/1.1 200 OK");
    }

    [Fact]
    public async Task closes_each_connection_where_keeping_them_is_off()
    {
        var configuration = Configuration.Configured.With("""{ "KeepAlive": false }""");
        await using var server = await SmallServer.StartAsync(Map, configuration);
        (await server.SendRawAsync("GET /system HTTP/1.1\r\nHost: localhost\r\n\r\n")).ShouldContain("Connection: close");
        (await server.SendRawAsync("GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n")).ShouldContain("Connection: close");
    }

    [Fact]
    public async Task lets_probes_of_health_use_any_method()
    {
        await using var server = await StartAsync();
        var (response, _) = await server.SendAsync("HEAD", "/health/ready");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Length(string method) => method is "POST" or "PATCH" ? "Content-Length: 0\r\n" : "";

    private static Task<SmallServer> StartAsync() => SmallServer.StartAsync(Map);

    private static void Map(WebApplication app)
    {
        app.MapGet("/system", Echo);
        app.MapGet("/studies/{id}/series", Echo);
        app.MapMethods("/multi", ["DELETE", "POST", "GET"], Echo);
        app.Map("/any", Echo);
        app.Map("/health/ready", Echo);
    }

    private static Task Echo(HttpContext context)
    {
        var seen = $"{context.Request.Method} {context.Request.Path.Value}";
        context.Response.ContentLength = seen.Length;
        return context.Response.WriteAsync(seen);
    }
}
