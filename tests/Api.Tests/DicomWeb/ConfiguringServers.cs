using System.Text.Json;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary><c>/dicom-web/servers</c>: who is known, and what may be asked of them.</summary>
[Collection(nameof(OneServer))]
public sealed class ConfiguringServers(SharedServer server)
{
    private const string Servers = "/dicom-web/servers";

    [LocalPostgresFact]
    public async Task knows_those_of_the_configuration_and_tells_no_password()
    {
        (await server.JsonAsync(Servers)).Texts().ShouldContain("configured");
        (await server.JsonAsync($"{Servers}/configured")).Texts().ShouldBe(["get", "retrieve", "stow", "wado", "qido"]);
        Equal((await server.JsonAsync($"{Servers}?expand")).GetProperty("configured"), """
            { "HttpHeaders": [], "Password": null, "Pkcs11": false, "Timeout": 0, "Url": "http://10.0.0.3/dicom-web/", "Username": "alice" }
            """);
    }

    [LocalPostgresFact]
    public async Task shows_what_the_site_wrote_down_as_texts()
    {
        await PutAsync("object", """
            { "Url": "https://h:8042", "HttpHeaders": { "X": "secret" }, "Timeout": 7, "HasDelete": true, "ChunkedTransfers": false, "Site": "north", "Floor": 3 }
            """);

        (await server.TextAsync($"{Servers}?expand")).ShouldNotContain("secret");
        Equal((await server.JsonAsync($"{Servers}?expand")).GetProperty("object"), """
            { "ChunkedTransfers": "0", "Floor": "3", "HasDelete": "1", "HttpHeaders": ["X"], "Pkcs11": false, "Site": "north", "Timeout": 7, "Url": "https://h:8042/" }
            """);
        (await server.JsonAsync($"{Servers}/object")).Texts().ShouldBe(["get", "retrieve", "stow", "wado", "qido", "delete"]);
    }

    [LocalPostgresTheory]
    [InlineData("p", "nope")]
    [InlineData("p", "")]
    [InlineData("p", "{}")]
    [InlineData("p", """{ "Url": "" }""")]
    [InlineData("p", """{ "Url": "ftp://h" }""")]
    [InlineData("p", """["javascript:alert(1)"]""")]
    [InlineData("p", """["http://h", "alice"]""")]
    [InlineData("p", """{ "Url": "http://h", "Password": "without a user" }""")]
    [InlineData("p", """{ "Url": "http://h", "HasDelete": "perhaps" }""")]
    [InlineData("p", """{ "Url": "http://h", "HttpHeaders": { "Content-Length": "0" } }""")]
    [InlineData("p", """{ "Url": "http://h", "HttpHeaders": { "A": "b\r\nC: d" } }""")]
    [InlineData("a%20b", """["http://h"]""")]
    public async Task refuses_what_is_malformed(string name, string body)
    {
        (await SharedServer.RefusalAsync(server.PutAsync($"{Servers}/{name}", body))).ShouldBeRefusal(HttpStatusCode.BadRequest, 15);
        (await server.JsonAsync(Servers)).Texts().ShouldNotContain(Uri.UnescapeDataString(name));
    }

    [LocalPostgresFact]
    public async Task forgets_one_that_is_deleted()
    {
        await PutAsync("gone", """["http://h"]""");

        using var deleted = await server.DeleteAsync($"{Servers}/gone");

        (deleted.StatusCode, (await deleted.Content.ReadAsStringAsync()).Trim()).ShouldBe((HttpStatusCode.OK, "{}"));
        (await SharedServer.RefusalAsync(server.DeleteAsync($"{Servers}/gone"))).ShouldBeRefusal(HttpStatusCode.BadRequest, 3);
        (await server.JsonAsync(Servers)).Texts().ShouldNotContain("gone");
    }

    [LocalPostgresTheory]
    [InlineData("GET", "")]
    [InlineData("POST", "/get")]
    [InlineData("POST", "/qido")]
    [InlineData("POST", "/wado")]
    [InlineData("POST", "/retrieve")]
    [InlineData("POST", "/stow")]
    [InlineData("POST", "/delete")]
    public async Task does_not_know_others(string method, string route)
    {
        using var request = new HttpRequestMessage(new(method), new Uri($"{Servers}/unknown{route}", UriKind.Relative));
        if (method == "POST") request.Content = new StringContent("{}");
        (await SharedServer.RefusalAsync(server.Http.SendAsync(request))).ShouldBeRefusal(HttpStatusCode.NotFound, 7);
    }

    [LocalPostgresFact]
    public async Task says_which_methods_there_are()
    {
        using var answer = await server.GetAsync($"{Servers}/configured/stow");
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    private async Task PutAsync(string name, string definition)
    {
        using var answer = await server.PutAsync($"{Servers}/{name}", definition);
        (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Trim()).ShouldBe((HttpStatusCode.OK, "{}"));
    }

    private static void Equal(JsonElement json, string expected) =>
        JsonElement.DeepEquals(json, JsonElement.Parse(expected)).ShouldBeTrue(json.GetRawText());
}
