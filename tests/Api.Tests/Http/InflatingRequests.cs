using System.IO.Compression;
using System.Net;
using System.Text;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class InflatingRequests
{
    private static readonly byte[] s_body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000)));

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    public async Task hands_on_the_body_as_it_was(string encoding)
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("POST", "/echo", Content(Compress(s_body, encoding), encoding));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        body.ShouldBe(Encoding.UTF8.GetString(s_body));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("identity")]
    [InlineData("")]
    public async Task leaves_alone_what_it_does_not_know(string encoding)
    {
        await using var server = await StartAsync();
        (await server.SendAsync("POST", "/echo", Content(s_body, encoding))).Body.ShouldBe(Encoding.UTF8.GetString(s_body));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task refuses_a_body_that_is_not_compressed(string encoding)
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("POST", "/echo", Content(s_body, encoding));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        body.ShouldContain("\"OrthancStatus\": 15");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task refuses_a_body_that_is_cut_short(string encoding)
    {
        await using var server = await StartAsync();
        var (response, _) = await server.SendAsync("POST", "/echo", Content(Compress(s_body, encoding)[..^100], encoding));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task stops_at_the_bound()
    {
        await using var server = await StartAsync();
        var bomb = Compress(new byte[50 * 1024 * 1024], "gzip");
        bomb.Length.ShouldBeLessThan(100_000);
        (await server.SendAsync("POST", "/echo", Content(bomb, "gzip"))).Response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task hands_on_the_beginning_while_the_rest_is_still_to_come()
    {
        var begun = new TaskCompletionSource<string>();
        await using var server = await SmallServer.StartAsync(app => app.MapPost("/first", async context =>
        {
            var buffer = new byte[100];
            begun.SetResult(Encoding.ASCII.GetString(buffer, 0, await context.Request.Body.ReadAsync(buffer)));
            await context.Response.WriteAsync(await context.Request.ReadTextAsync());
        }));
        using var content = new SlowContent(async stream =>
        {
            await using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            await gzip.WriteAsync("first"u8.ToArray());
            await gzip.FlushAsync();
            await stream.FlushAsync();
            (await begun.Task.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("first");
            await gzip.WriteAsync("rest"u8.ToArray());
        });
        content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        (await server.SendAsync("POST", "/first", content)).Body.ShouldBe("rest");
    }

    private static byte[] Compress(byte[] bytes, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding == "deflate"
            ? new ZLibStream(compressed, CompressionLevel.Optimal) : new GZipStream(compressed, CompressionLevel.Optimal))
            stream.Write(bytes);
        return compressed.ToArray();
    }

    private static ByteArrayContent Content(byte[] bytes, string encoding)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    private static Task<SmallServer> StartAsync() => SmallServer.StartAsync(
        app => app.MapPost("/echo", async context => await context.Response.WriteAsync(await context.Request.ReadTextAsync())),
        Configured.With("""{ "EventDicom": { "MaximumInflatedSize": 10 } }"""));

    private sealed class SlowContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
