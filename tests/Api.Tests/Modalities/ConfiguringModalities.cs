using System.Text.Json;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Modalities;

[Collection(nameof(OneServer))]
public sealed class ConfiguringModalities(SharedServer server)
{
    [LocalPostgresFact]
    public async Task knows_those_of_the_configuration()
    {
        (await server.JsonAsync("/modalities")).Texts().ShouldContain("configured");
        (await server.JsonAsync("/modalities?expand=true")).GetProperty("configured").Text("AET").ShouldBe("CT");
        (await server.JsonAsync("/modalities?expand=false")).Texts().ShouldContain("configured");
        (await server.JsonAsync("/modalities/configured")).Texts().ShouldBe(
        [
            "configuration", "echo", "find", "find-instance", "find-patient", "find-series", "find-study", "find-worklist", "get", "move", "query",
            "storage-commitment", "store", "store-straight",
        ]);
    }

    [LocalPostgresFact]
    public async Task shows_every_member_of_one_that_was_put_as_an_array()
    {
        await PutAsync("array", """["MR", "h", "11112", "GE"]""");

        JsonElement.DeepEquals(await server.JsonAsync("/modalities/array/configuration"), JsonElement.Parse("""
            { "AET": "MR", "AllowEcho": true, "AllowEventReport": true, "AllowFind": true, "AllowFindWorklist": true, "AllowGet": true, "AllowMove": true,
              "AllowNAction": true, "AllowStore": true, "AllowTranscoding": true, "Host": "h", "LocalAet": "", "Manufacturer": "GE", "Port": 11112,
              "RetrieveMethod": "SystemDefault", "Timeout": 0, "UseDicomTls": false }
            """)).ShouldBeTrue();
    }

    [LocalPostgresFact]
    public async Task replaces_one_by_what_is_put_as_an_object()
    {
        await PutAsync("object", """["MR", "h", 104]""");
        await PutAsync("object",
            """{ "AET": "US", "Host": "i", "Port": 105, "AllowStorageCommitment": false, "LocalAet": "WE", "Timeout": 5, "UseDicomTls": true }""");

        var modality = await server.JsonAsync("/modalities/object/configuration");
        (modality.Text("AET"), modality.Text("Host"), modality.Text("LocalAet"), modality.GetProperty("Port").GetInt32())
            .ShouldBe(("US", "i", "WE", 105));
        (modality.GetProperty("AllowNAction").GetBoolean(), modality.GetProperty("AllowEventReport").GetBoolean()).ShouldBe((false, false));
        modality.Names().ShouldBe(modality.Names().Order(StringComparer.Ordinal));
        var expanded = (await server.JsonAsync("/modalities?expand")).GetProperty("object");
        JsonElement.DeepEquals(expanded, modality).ShouldBeTrue();
    }

    [LocalPostgresTheory]
    [InlineData("m", "nope", 15)]
    [InlineData("m", "", 15)]
    [InlineData("m", """["A", "h"]""", 15)]
    [InlineData("m", """{ "AET": "A", "Host": "h" }""", 15)]
    [InlineData("m", """{ "AET": "\ud800", "Host": "h", "Port": 104 }""", 15)]
    [InlineData("m", """["A", "h\u0000", 104]""", 15)]
    [InlineData("m", """["A", "h", 0]""", 3)]
    [InlineData("m", """["A", "h", 65535]""", 3)]
    [InlineData("m", """["A", "h", 104, "Nobody"]""", 3)]
    [InlineData("a%20b", """["A", "h", 104]""", 15)]
    [InlineData("a.b", """["A", "h", 104]""", 15)]
    public async Task refuses_what_is_malformed(string name, string body, int error)
    {
        var (status, number, _) = await SharedServer.RefusalAsync(server.PutAsync($"/modalities/{name}", body));
        (status, number).ShouldBe((HttpStatusCode.BadRequest, error));
        (await server.JsonAsync("/modalities")).Texts().ShouldNotContain(Uri.UnescapeDataString(name));
    }

    [LocalPostgresFact]
    public async Task forgets_one_that_is_deleted()
    {
        await PutAsync("gone", """["A", "h", 104]""");

        using var deleted = await server.DeleteAsync("/modalities/gone");

        (deleted.StatusCode, await deleted.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, ""));
        (await SharedServer.RefusalAsync(server.DeleteAsync("/modalities/gone")))
            .ShouldBe((HttpStatusCode.NotFound, 7, "Unknown DICOM modality with symbolic name: gone"));
        (await server.JsonAsync("/modalities")).Texts().ShouldNotContain("gone");
    }

    [LocalPostgresFact]
    public async Task does_not_know_others()
    {
        (await SharedServer.RefusalAsync(server.GetAsync("/modalities/unknown"))).ShouldBe((HttpStatusCode.NotFound, null, null));
        (await SharedServer.RefusalAsync(server.GetAsync("/modalities/unknown/configuration")))
            .ShouldBe((HttpStatusCode.NotFound, 7, "No modality with symbolic name: unknown"));
    }

    private async Task PutAsync(string name, string definition)
    {
        using var answer = await server.PutAsync($"/modalities/{name}", definition);
        (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType)
            .ShouldBe((HttpStatusCode.OK, "", "text/plain"));
    }
}
