using System.Net;
using System.Xml;
using EventDicom.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class AnsweringInXml
{
    [Theory]
    [InlineData("application/xml", true)]
    [InlineData("application/xml;q=0.9", true)]
    [InlineData("application/xml ; charset=utf-8", true)]
    [InlineData("application/xml, application/json", false)]
    [InlineData("application/json, application/xml", false)]
    [InlineData("application/xmls", false)]
    [InlineData("text/xml", false)]
    [InlineData("*/*", false)]
    public async Task is_for_those_who_accept_nothing_else(string accept, bool isXml)
    {
        await using var server = await StartAsync("""{ "a": 1 }""");
        var (response, _) = await server.SendAsync("GET", "/any", null, ("Accept", accept));
        response.Content.Headers.ContentType!.ToString()
            .ShouldBe(isXml ? "application/xml; charset=utf-8" : "application/json; charset=utf-8");
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("application/json")]
    public async Task or_JSON_is_whole_when_it_is_written_in_one_go_and_too_long_to_be_held(string accept)
    {
        const int Rows = 200_000;
        await using var server = await SmallServer.StartAsync(app => app.MapGet("/any", async (HttpContext context) =>
        {
            using var answer = JsonAnswer.To(context.Response);
            answer.Writer.WriteStartArray();
            for (var row = 0; row < Rows; row++) answer.Writer.WriteStringValue($"row {row}");
            answer.Writer.WriteEndArray();
            await answer.SendAsync();
        }));

        var (_, body) = await server.SendAsync("GET", "/any", null, ("Accept", accept));

        for (var row = 0; row < Rows; row += 999)
            body.ShouldContain(accept.EndsWith("xml", StringComparison.Ordinal) ? $"<item>row {row}</item>" : $"\"row {row}\"");
        body.TrimEnd().ShouldEndWith(accept.EndsWith("xml", StringComparison.Ordinal) ? "</root>" : "]");
    }

    [Fact]
    public async Task names_elements_after_members_and_entries_item()
    {
        (await XmlAsync(
            """{ "ID": "a<b>&c", "Labels": [], "Last": null, "Nested": { "0008,0016": { "Type": "String" }, "None": {} }, "Seq": [1, true, [2.5], { "x": false }] }""")).ShouldBe(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <root>
            	<ID>a&lt;b&gt;&amp;c</ID>
            	<Labels />
            	<Last>null</Last>
            	<Nested>
            		<0008,0016>
            			<Type>String</Type>
            		</0008,0016>
            		<None />
            	</Nested>
            	<Seq>
            		<item>1</item>
            		<item>true</item>
            		<item>
            			<item>2.5</item>
            		</item>
            		<item>
            			<x>false</x>
            		</item>
            	</Seq>
            </root>

            """);
    }

    [Theory]
    [InlineData("[]", "<root />")]
    [InlineData("5", "<root>5</root>")]
    [InlineData("""{ "a></root><b": "]]>\u0001" }""", "<root>\n\t<a__/root__b>]]&gt;?</a__/root__b>\n</root>")]
    public async Task holds_what_could_break_out_of_it(string json, string xml) =>
        (await XmlAsync(json)).ShouldBe($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{xml}\n");

    [Fact]
    public async Task comes_piece_by_piece_as_JSON_does()
    {
        await using var server = await SmallServer.StartAsync(app => app.MapGet("/many", async context =>
        {
            using var answer = JsonAnswer.To(context.Response);
            answer.Writer.WriteStartArray();
            for (var number = 0; number < 100_000; number++)
            {
                answer.Writer.WriteNumberValue(number);
                await answer.DrainAsync();
            }
            answer.Writer.WriteEndArray();
            await answer.SendAsync();
        }));
        var (_, body) = await server.SendAsync("GET", "/many", null, ("Accept", "application/xml"));
        var document = new XmlDocument();
        document.LoadXml(body);
        document.DocumentElement!.ChildNodes.Cast<XmlNode>().Select(node => node.InnerText)
            .ShouldBe(Enumerable.Range(0, 100_000).Select(number => $"{number}"));
    }

    private static async Task<string> XmlAsync(string json)
    {
        await using var server = await StartAsync(json);
        var (response, body) = await server.SendAsync("GET", "/any", null, ("Accept", "application/xml"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return body;
    }

    private static Task<SmallServer> StartAsync(string json) =>
        SmallServer.StartAsync(app => app.MapGet("/any",
            context =>
                context.Response.WriteOrthancJsonAsync(json, (writer, json) => System.Text.Json.JsonElement.Parse(json).WriteTo(writer))));
}
