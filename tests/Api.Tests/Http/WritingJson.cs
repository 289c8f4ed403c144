using System.Buffers;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Errors;
using EventDicom.Domain.Errors;
using EventDicom.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class WritingJson
{
    [Fact]
    public async Task looks_like_Orthancs()
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("GET", "/object");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        response.Content.Headers.ContentLength.ShouldBe(body.Length);
        body.ShouldBe("""
            {
               "Count": 2,
               "ID": "x",
               "Tags": {
                  "PatientName": "O'Neil^\u00c9mile <1+1>"
               }
            }
            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("plain ASCII ~ <>&'+/`", "plain ASCII ~ <>&'+/`")]
    [InlineData("\"\\", "\\\"\\\\")]
    [InlineData("\b\f\n\r\t", "\\b\\f\\n\\r\\t")]
    [InlineData("\0\u001f\u007f", "\\u0000\\u001f\\u007f")]
    [InlineData("Étude", "\\u00c9tude")]
    [InlineData("山田", "\\u5c71\\u7530")]
    [InlineData("\U0001F600", "\\ud83d\\ude00")]
    public void escapes_as_Orthanc_does(string text, string escaped)
    {
        Write(json => json.WriteStringValue(text)).ShouldBe($"\"{escaped}\"");
        Write(json => json.WriteStringValue(Encoding.UTF8.GetBytes(text))).ShouldBe($"\"{escaped}\"");
    }

    [Fact]
    public void reads_back_whatever_was_written()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => AnyRune(random).ToString()));
            var json = Write(writer => writer.WriteStringValue(text));
            json.ShouldAllBe(character => character >= ' ' && character <= '~');
            JsonElement.Parse(json).GetString().ShouldBe(text);
        }
    }

    [Fact]
    public void does_not_fail_on_half_a_surrogate_pair() =>
        JsonElement.Parse(Write(json => json.WriteStringValue("a\ud83d"))).GetString().ShouldBe("a\ufffd");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2000)]
    [InlineData(300_000)]
    public async Task writes_lists_of_any_length(int rows)
    {
        await using var server = await StartAsync();
        var list = await server.GetJsonAsync($"/list/{rows}");
        list.GetArrayLength().ShouldBe(rows);
        if (rows > 0) list[rows - 1].GetString().ShouldBe($"{rows - 1:d44}");
    }

    [Fact]
    public async Task announces_the_length_of_short_lists_only()
    {
        await using var server = await StartAsync();
        (await server.SendAsync("GET", "/list/100")).Response.Content.Headers.Contains("Content-Length").ShouldBeTrue();
        (await server.SendAsync("GET", "/list/300000")).Response.Content.Headers.Contains("Content-Length").ShouldBeFalse();
    }

    [Fact]
    public async Task keeps_little_of_a_long_list_in_memory()
    {
        await using var server = await StartAsync();
        var produced = 0;
        s_onRow = row => produced = row;
        using (var response = await server.Client.GetAsync("/list/10000000", HttpCompletionOption.ResponseHeadersRead))
        {
            await (await response.Content.ReadAsStreamAsync()).ReadAtLeastAsync(new byte[1000], 1000);
            // 10 million rows are 480 MB. The client has read 1 kB, and the buffers of both kernels hold a few MB.
            Volatile.Read(ref produced).ShouldBeLessThan(1_000_000);
        }

        s_onRow = null;
    }

    [Fact]
    public async Task turns_an_error_before_the_first_piece_into_an_error_answer()
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("GET", "/fails/10");
        ((int)response.StatusCode).ShouldBe(400);
        JsonElement.Parse(body).GetProperty("OrthancStatus").GetInt32().ShouldBe(8);
    }

    [Fact]
    public async Task cuts_the_connection_at_an_error_after_the_first_piece()
    {
        await using var server = await StartAsync();
        await Should.ThrowAsync<HttpRequestException>(() => server.Client.GetStringAsync("/fails/100000"));
    }

    [Fact]
    public async Task keeps_the_answers_of_many_clients_apart()
    {
        await using var server = await StartAsync();
        var counts = Enumerable.Range(0, 200).Select(index => index * 37 % 5000).ToList();
        var lists = await Task.WhenAll(counts.Select(count => server.GetJsonAsync($"/list/{count}")));
        lists.Select(list => list.GetArrayLength()).ShouldBe(counts);
    }

    private static Action<int>? s_onRow;

    private static Rune AnyRune(Random random)
    {
        while (true)
            if (Rune.TryCreate(random.Next(3) switch { 0 => random.Next(128), 1 => random.Next(0x10000), _ => random.Next(0x110000) },
                out var rune))
                return rune;
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, OrthancJson.WriterOptions)) write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static Task<SmallServer> StartAsync() => SmallServer.StartAsync(app =>
    {
        app.MapGet("/object", context => context.Response.WriteOrthancJsonAsync(
            new { Tags = new Dictionary<string, string> { ["PatientName"] = "O'Neil^Émile <1+1>" }, ID = "x", Count = 2 }));
        app.MapGet("/list/{rows:int}", context => WriteRowsAsync(context, fail: false));
        app.MapGet("/fails/{rows:int}", context => WriteRowsAsync(context, fail: true));
    });

    private static async Task WriteRowsAsync(HttpContext context, bool fail)
    {
        var rows = int.Parse((string)context.Request.RouteValues["rows"]!);
        using var answer = JsonAnswer.To(context.Response);
        answer.Writer.WriteStartArray();
        for (var row = 0; row < rows; row++)
        {
            answer.Writer.WriteStringValue($"{row:d44}");
            s_onRow?.Invoke(row);
            await answer.DrainAsync();
        }

        if (fail) throw new OrthancException(OrthancError.BadRequest);
        answer.Writer.WriteEndArray();
        await answer.SendAsync();
    }
}
