using System.Text.Json;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Peers;

[Collection(nameof(OneServer))]
public sealed class ConfiguringPeers(SharedServer server)
{
    [LocalPostgresFact]
    public async Task knows_those_of_the_configuration_and_tells_no_password()
    {
        (await server.JsonAsync("/peers")).Texts().ShouldContain("configured");
        (await server.JsonAsync("/peers/configured")).Texts().ShouldBe(["configuration", "store", "store-straight", "system"]);
        var expected =
            JsonElement.Parse(
                """{ "HttpHeaders": [], "Password": null, "Pkcs11": false, "Timeout": 0, "Url": "http://10.0.0.2/", "Username": "alice" }""");
        JsonElement.DeepEquals(await server.JsonAsync("/peers/configured/configuration"), expected).ShouldBeTrue();
        JsonElement.DeepEquals((await server.JsonAsync("/peers?expand")).GetProperty("configured"), expected).ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task shows_the_names_of_headers_and_what_the_site_wrote_down()
    {
        await PutAsync("object", """
            { "Url": "https://h:8042", "HttpHeaders": { "X": "secret", "A": "secret" }, "Timeout": 7, "Pkcs11": true, "Site": "north", "Floor": 3, "CertificateFile": "c" }
            """);

        var text = await server.TextAsync("/peers/object/configuration");
        text.ShouldNotContain("secret");
        JsonElement.DeepEquals(JsonElement.Parse(text), JsonElement.Parse("""
            { "Floor": "3", "HttpHeaders": ["A", "X"], "Pkcs11": true, "Site": "north", "Timeout": 7, "Url": "https://h:8042/" }
            """)).ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task takes_the_address_as_it_is_and_ends_it_in_a_slash()
    {
        await PutAsync("array", """["nowhere.example:1/x"]""");

        (await server.JsonAsync("/peers/array/configuration")).Names().ShouldBe(["HttpHeaders", "Pkcs11", "Timeout", "Url"]);
        (await server.JsonAsync("/peers/array/configuration")).Text("Url").ShouldBe("nowhere.example:1/x/");
    }

    [LocalPostgresTheory]
    [InlineData("nope")]
    [InlineData("")]
    public async Task does_not_answer_what_is_no_JSON(string body) =>
        (await SharedServer.RefusalAsync(server.PutAsync("/peers/p", body))).ShouldBe((HttpStatusCode.NotFound, null, null));

    [LocalPostgresTheory]
    [InlineData("p", """["http://h", "alice"]""")]
    [InlineData("p", """{}""")]
    [InlineData("p", """{ "Url": "ftp://h" }""")]
    [InlineData("p", """{ "Url": "http://h", "Password": "without a user" }""")]
    [InlineData("p", """{ "Url": "http://h", "\udc00": "half a character" }""")]
    [InlineData("a%20b", """["http://h"]""")]
    public async Task refuses_what_is_malformed(string name, string body)
    {
        var (status, number, _) = await SharedServer.RefusalAsync(server.PutAsync($"/peers/{name}", body));
        (status, number).ShouldBe((HttpStatusCode.BadRequest, 15));
        (await server.JsonAsync("/peers")).Texts().ShouldNotContain(Uri.UnescapeDataString(name));
    }

    [LocalPostgresFact]
    public async Task forgets_one_that_is_deleted()
    {
        await PutAsync("gone", """["http://h"]""");

        using var deleted = await server.DeleteAsync("/peers/gone");

        (deleted.StatusCode, await deleted.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, ""));
        (await SharedServer.RefusalAsync(server.DeleteAsync("/peers/gone")))
            .ShouldBe((HttpStatusCode.NotFound, 7, "Unknown Orthanc peer: gone"));
        (await server.JsonAsync("/peers")).Texts().ShouldNotContain("gone");
    }

    [LocalPostgresFact]
    public async Task does_not_know_others()
    {
        (await SharedServer.RefusalAsync(server.GetAsync("/peers/unknown"))).ShouldBe((HttpStatusCode.NotFound, null, null));
        (await SharedServer.RefusalAsync(server.GetAsync("/peers/unknown/configuration")))
            .ShouldBe((HttpStatusCode.NotFound, 17, "No peer with symbolic name: unknown"));
    }

    private async Task PutAsync(string name, string definition)
    {
        using var answer = await server.PutAsync($"/peers/{name}", definition);
        (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, ""));
    }
}
