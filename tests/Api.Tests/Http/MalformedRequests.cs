using EventDicom.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class MalformedRequests
{
    public static TheoryData<string> Targets => new(
        "/studies/%zz", "/studies/%", "/studies/%2", "/studies/%ff%fe", "/studies/%c3%28", "/studies/%ed%a0%80", "/studies/%00",
        "/%00", "/a%00b",
        "/studies/\xff\xfe", "/studies/a\tb", "/studies/../../../etc/passwd", "/studies/..%2f..%2fetc", "/studies/%5c", "/?%zz=%zz",
        "/studies/x?since=%ff&limit=%00",
        "/studies?_method=%ff", "*", "studies", "http://[::1/studies", "//", "/////", "/%2f%2f", "/studies/x?" + new string('&', 5000));

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task are_never_an_internal_error(string target)
    {
        await using var server = await StartAsync();
        var answer = await server.SendLineAsync($"GET {target} HTTP/1.1");
        answer.ShouldStartWith("HTTP/1.1 ");
        answer[9].ShouldBeOneOf('2', '4');
        server.Log.Lines.ShouldNotContain(line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task leave_the_server_well_when_the_URI_is_too_long()
    {
        await using var server = await StartAsync();
        (await server.SendLineAsync($"GET /{new string('a', 100_000)} HTTP/1.1")).ShouldStartWith("HTTP/1.1 414");
        (await server.SendLineAsync("GET /studies HTTP/1.1")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task do_not_include_a_long_list_of_resources()
    {
        await using var server = await StartAsync();
        (await server.SendLineAsync($"GET /studies?resources={string.Join(',', Enumerable.Repeat(new string('a', 44), 1000))} HTTP/1.1"))
            .ShouldStartWith("HTTP/1.1 200");
    }

    [Theory]
    [InlineData("GET /studies HTTP/1.1\r\n\r\n")]
    [InlineData("GET /studies HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("\r\n\r\n\0\0\0\0\r\n\r\n")]
    [InlineData("GET /studies HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /studies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST /studies HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n")]
    public async Task are_refused_before_they_reach_us(string request)
    {
        await using var server = await StartAsync();
        (await server.SendRawAsync(request)).ShouldStartWith("HTTP/1.1 ");
        (await server.SendRawAsync(request))[9].ShouldBeOneOf('4', '5');
    }

    private static Task<SmallServer> StartAsync() => SmallServer.StartAsync(app =>
    {
        app.MapGet("/", Answer);
        app.MapGet("/studies", Answer);
        app.MapGet("/studies/{id}", Answer);
        app.MapPost("/studies", async context =>
        {
            await context.Request.ReadBytesAsync();
            await Answer(context);
        });
    });

    private static Task Answer(HttpContext context)
    {
        context.Request.HasFlag("expand");
        return context.Response.WriteAsync("fine");
    }
}
