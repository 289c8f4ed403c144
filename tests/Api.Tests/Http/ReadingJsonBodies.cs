using System.Net;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Errors;
using EventDicom.Domain.Errors;
using EventDicom.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class ReadingJsonBodies
{
    [Theory]
    [InlineData("""{"Level":"Study"}""")]
    [InlineData("""{"Level":"Study",}""")]
    [InlineData("""{"Level":"Study"} and what follows""")]
    [InlineData("// a comment\n{\"Level\": /* another */ \"Study\"}")]
    [InlineData("\ufeff{\"Level\":\"Study\"}")]
    [InlineData("\ufeff{\"Level\":\"\\u0053tudy\"}")]
    [InlineData("""  {"Level":"Series","Level":"Study"}  """)]
    public void takes_what_Orthanc_takes(string text)
    {
        LenientJson.TryParse(Encoding.UTF8.GetBytes(text), out var json).ShouldBeTrue();
        json.GetProperty("Level").GetString().ShouldBe("Study");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("// only a comment")]
    [InlineData("{Level:1}")]
    [InlineData("{'Level':1}")]
    [InlineData("""{"Level":1""")]
    [InlineData("""{"A":[,]}""")]
    [InlineData("""{"A":NaN}""")]
    [InlineData("""{"A" "B"}""")]
    [InlineData("nope")]
    public void refuses_what_is_no_JSON(string text) => LenientJson.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a":"b\u0000c"}""")]
    [InlineData("""{"\u0000":1}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""["\uDC00"]""")]
    [InlineData("""["\ud83d\ud83d\ude00"]""")]
    [InlineData("""["\ud83dx\ude00"]""")]
    [InlineData("""["\ud83d\n\ude00"]""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":[[{"b":"\\\u0000"}]]}""")]
    public void refuses_texts_that_cannot_be_kept(string text)
    {
        Should.Throw<OrthancException>(() => LenientJson.TryParse(Encoding.UTF8.GetBytes(text), out _))
            .Error.ShouldBe(OrthancError.BadFileFormat);
    }

    [Theory]
    [InlineData("[\"\u00c0\u00af\"]")]
    [InlineData("[\"\u00ff\"]")]
    [InlineData("[\"\u00ed\u00a0\u0080\"]")]
    [InlineData("{\"\u00e9\":1}")]
    [InlineData("{\"a\":1} \"\u00e9\"", false)]
    public void refuses_texts_that_are_not_UTF_8(string latin1, bool isRefused = true)
    {
        if (isRefused)
            Should.Throw<OrthancException>(() => LenientJson.TryParse(Encoding.Latin1.GetBytes(latin1), out _))
            .Error.ShouldBe(OrthancError.BadFileFormat);
        else LenientJson.TryParse(Encoding.Latin1.GetBytes(latin1), out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""["\ud83d\ude00"]""", "\U0001F600")]
    [InlineData("""["\u00e9\ud83d\ude00\ud83d\ude00x"]""", "\u00e9\U0001F600\U0001F600x")]
    [InlineData("""["\\u0000"]""", "\\u0000")]
    [InlineData("""["\\ud800"] // \u0000""", "\\ud800")]
    [InlineData("""["\u0001"]""", "\u0001")]
    public void takes_all_other_escapes(string text, string expected)
    {
        LenientJson.TryParse(Encoding.UTF8.GetBytes(text), out var json).ShouldBeTrue();
        json[0].GetString().ShouldBe(expected);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(100_000, false)]
    public void bounds_the_depth(int depth, bool accepted) =>
        LenientJson.TryParse(Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)), out _).ShouldBe(accepted);

    [Fact]
    public async Task reads_whatever_the_content_type()
    {
        await using var server = await StartAsync();
        foreach (var type in (string[])["application/json", "text/plain", "application/x-www-form-urlencoded",
            "multipart/form-data", "x/y"])
        {
            var content = new ByteArrayContent("""{"A":1}"""u8.ToArray()) { Headers = { { "Content-Type", type } } };
            var (response, body) = await server.SendAsync("POST", "/object", content);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, type);
            body.ShouldBe("""{"A":1}""");
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public async Task raises_what_the_caller_says_where_it_is_no_object(string text)
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("POST", "/object", new StringContent(text));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonElement.Parse(body);
        error.GetProperty("OrthancStatus").GetInt32().ShouldBe(8);
        error.GetProperty("Details").GetString().ShouldBe("The body must contain a JSON object");
    }

    [Fact]
    public async Task raises_a_bad_file_format_unless_told_otherwise()
    {
        await using var server = await StartAsync();
        var (_, body) = await server.SendAsync("POST", "/any", new StringContent("{"));
        JsonElement.Parse(body).GetProperty("OrthancStatus").GetInt32().ShouldBe(15);
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 413)]
    [InlineData(1_000_000, 413)]
    public async Task bounds_the_length(int length, int status)
    {
        await using var server = await StartAsync();
        ((int)(await server.SendAsync("POST", "/short", new ByteArrayContent(new byte[length]))).Response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task bounds_the_length_of_a_body_that_does_not_tell_it()
    {
        await using var server = await StartAsync();
        var body = string.Concat(Enumerable.Repeat("64\r\n" + new string('x', 100) + "\r\n", 11)) + "0\r\n\r\n";
        (await server.SendRawAsync(
            $"POST /short HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{body}"))
            .ShouldStartWith("HTTP/1.1 413");
    }

    [Fact]
    public async Task reads_long_bodies_whole()
    {
        await using var server = await StartAsync();
        var text = new string('é', 1_000_000);
        (await server.SendAsync("POST", "/text", new StringContent(text))).Body.ShouldBe(text);
    }

    private static Task<SmallServer> StartAsync() => SmallServer.StartAsync(app =>
    {
        app.MapPost("/object", async context =>
            await context.Response.WriteAsync((await context.Request.ReadJsonObjectAsync(OrthancError.BadRequest)).GetRawText()));
        app.MapPost("/any", async context => await context.Response.WriteAsync((await context.Request.ReadJsonAsync()).GetRawText()));
        app.MapPost("/short", async context => await context.Response.WriteAsync($"{(await context.Request.ReadBytesAsync(1000)).Length}"));
        app.MapPost("/text", async context => await context.Response.WriteAsync(await context.Request.ReadTextAsync()));
    });
}
