using System.IO.Compression;
using System.Net;
using System.Text;
using EventDicom.Api.Errors;
using EventDicom.Domain.Errors;
using EventDicom.Api.Http;
using EventDicom.Api.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class CompressingAnswers
{
    private static readonly string s_long = string.Concat(Enumerable.Range(0, 2000));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task shrinks_long_text_for_a_client_that_accepts_it(string encoding)
    {
        await using var server = await StartAsync();
        var answer = await GetAsync(server, "/text?length=6000", encoding);
        answer.Encoding.ShouldBe(encoding);
        answer.Text.ShouldBe(s_long[..6000]);
        answer.Length.ShouldBeLessThan(5000);
    }

    [Theory]
    [InlineData(2047, "")]
    [InlineData(2048, "gzip")]
    public async Task begins_at_2048_bytes(int length, string encoding)
    {
        await using var server = await StartAsync();
        var answer = await GetAsync(server, $"/text?length={length}", "gzip");
        answer.Encoding.ShouldBe(encoding);
        answer.Text.ShouldBe(s_long[..length]);
    }

    [Theory]
    [InlineData(2047, "")]
    [InlineData(2048, "gzip")]
    public async Task adds_up_what_is_written_in_pieces(int length, string encoding)
    {
        await using var server = await StartAsync();
        var answer = await GetAsync(server, $"/pieces?length={length}", "gzip");
        answer.Encoding.ShouldBe(encoding);
        answer.Text.ShouldBe(s_long[..length]);
    }

    [Theory]
    [InlineData("identity", "")]
    [InlineData("br", "")]
    [InlineData("gzip;q=0", "")]
    [InlineData("gzip;q=0, deflate", "deflate")]
    [InlineData("deflate, gzip;q=0.5", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData(";;,,", "")]
    public async Task asks_what_the_client_accepts(string accepted, string encoding)
    {
        await using var server = await StartAsync();
        var answer = await GetAsync(server, "/text?length=6000", accepted);
        answer.Encoding.ShouldBe(encoding);
        answer.Text.ShouldBe(s_long[..6000]);
    }

    [Fact]
    public async Task leaves_binary_answers_alone()
    {
        await using var server = await StartAsync();
        var answer = await GetAsync(server, "/dicom", "gzip");
        answer.Encoding.ShouldBeEmpty();
        answer.Length.ShouldBe(7000);
    }

    [Fact]
    public async Task leaves_an_encoded_answer_alone()
    {
        await using var server = await StartAsync();
        (await GetAsync(server, "/encoded", "gzip")).Encoding.ShouldBe("br");
    }

    [Fact]
    public async Task compresses_the_lists_that_are_streamed()
    {
        await using var server = await StartAsync();
        var answer = await GetAsync(server, "/list", "gzip");
        answer.Encoding.ShouldBe("gzip");
        System.Text.Json.JsonElement.Parse(answer.Text).GetArrayLength().ShouldBe(50_000);
    }

    [Fact]
    public async Task forgets_what_it_held_back_when_an_error_follows()
    {
        await using var server = await StartAsync();
        var answer = await GetAsync(server, "/fails", "gzip");
        answer.Text.ShouldContain("\"OrthancStatus\": 8");
        answer.Text.ShouldNotContain("half");
    }

    [Fact]
    public async Task leaves_empty_answers_empty()
    {
        await using var server = await StartAsync();
        (await GetAsync(server, "/empty", "gzip")).Length.ShouldBe(0);
    }

    [Fact]
    public async Task sends_files_of_text_compressed()
    {
        await using var server = await StartAsync();
        var answer = await GetAsync(server, "/file", "gzip");
        answer.Encoding.ShouldBe("gzip");
        answer.Text.ShouldBe(s_long);
    }

    [Fact]
    public async Task happens_only_where_it_is_enabled()
    {
        await using var server = await StartAsync(enabled: false);
        (await GetAsync(server, "/text?length=6000", "gzip")).Encoding.ShouldBeEmpty();
    }

    private static async Task<(string Encoding, string Text, int Length)> GetAsync(SmallServer server, string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await server.Client.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var encoding = string.Join(',', response.Content.Headers.ContentEncoding);
        if (encoding.Length > 0 && encoding != "br") response.Content.Headers.Contains("Content-Length").ShouldBeFalse();

        await using Stream text = encoding switch
        {
            "gzip" => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "deflate" => new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress),
            _ => new MemoryStream(bytes),
        };
        return (encoding, await new StreamReader(text).ReadToEndAsync(), bytes.Length);
    }

    private static Task<SmallServer> StartAsync(bool enabled = true) => SmallServer.StartAsync(
        app =>
        {
            app.MapGet("/text", async context =>
            {
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync(s_long[..int.Parse(context.Request.Query["length"]!)]);
            });
            app.MapGet("/pieces", async context =>
            {
                context.Response.ContentType = OrthancJson.ContentType;
                foreach (var piece in s_long[..int.Parse(context.Request.Query["length"]!)].Chunk(100))
                {
                    await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(piece));
                    await context.Response.Body.FlushAsync();
                }
            });
            app.MapGet("/dicom", async context =>
            {
                context.Response.ContentType = "application/dicom";
                await context.Response.Body.WriteAsync(new byte[7000]);
            });
            app.MapGet("/encoded", async context =>
            {
                context.Response.ContentType = "text/plain";
                context.Response.Headers.ContentEncoding = "br";
                await context.Response.Body.WriteAsync(new byte[7000]);
            });
            app.MapGet("/list", async context =>
            {
                using var answer = JsonAnswer.To(context.Response);
                answer.Writer.WriteStartArray();
                for (var row = 0; row < 50_000; row++)
                {
                    answer.Writer.WriteNumberValue(row);
                    await answer.DrainAsync();
                }

                answer.Writer.WriteEndArray();
                await answer.SendAsync();
            });
            app.MapGet("/fails", async context =>
            {
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync("half of it");
                throw new OrthancException(OrthancError.BadRequest);
            });
            app.MapGet("/file", async context =>
            {
                using var folder = new TemporaryFolder();
                context.Response.ContentType = "text/css";
                await context.Response.SendFileAsync(folder.Write("style.css", s_long));
            });
            app.MapGet("/empty", context => Task.CompletedTask);
        },
        Configured.With($$"""{ "HttpCompressionEnabled": {{(enabled ? "true" : "false")}} }"""));
}
