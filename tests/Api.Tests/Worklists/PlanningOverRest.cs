using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Worklists;

/// <summary>The REST API of worklists that are kept in the database.</summary>
[Collection(nameof(OneServer))]
public sealed class PlanningOverRest(SharedServer server)
{
    private const string Step = """{ "Modality": "CT", "ScheduledStationAETitle": "CT1", "ScheduledProcedureStepStartDate": "20260101" }""";

    private readonly int _patient = SharedServer.NewPatient();

    [LocalPostgresFact]
    public async Task what_is_created_is_listed_shown_and_deleted()
    {
        var created = await server.AnswerAsync(
            "/worklists/create",
            $$"""{ "Tags": { "PatientID": "P{{_patient}}", "PatientName": "Crâne", "ScheduledProcedureStepSequence": [{{Step}}] } }""");

        created.Names().ShouldBe(["ID", "Path"]);
        Guid.TryParseExact(created.Text("ID"), "D", out _).ShouldBeTrue();
        var path = created.Text("Path")!;
        path.ShouldBe($"/worklists/{created.Text("ID")}");
        var shown = await server.JsonAsync(path);
        shown.Names().ShouldBe(["ID", "Tags"]);
        shown.GetProperty("Tags").Names().ShouldBe(
            ["PatientID", "PatientName", "ScheduledProcedureStepSequence", "SpecificCharacterSet", "StudyInstanceUID"]);
        shown.GetProperty("Tags").Text("PatientName").ShouldBe("Crâne");
        shown.GetProperty("Tags").Text("SpecificCharacterSet").ShouldBe("ISO_IR 192");
        shown.GetProperty("Tags").GetProperty("ScheduledProcedureStepSequence")[0].Text("ScheduledStationAETitle").ShouldBe("CT1");
        var listed = (await server.JsonAsync("/worklists")).EnumerateArray().Single(worklist => worklist.Text("ID") == created.Text("ID"));
        listed.Names().ShouldBe(["CreationDate", "ID", "Tags"]);
        listed.Text("CreationDate")!.ShouldMatch(@"^\d{8}T\d{6}$");
        listed.GetProperty("Tags").GetRawText().ShouldNotBeEmpty();

        using (var deleted = await server.DeleteAsync(path))
            (await deleted.Content.ReadAsStringAsync()).Trim().ShouldBe("{}");
        foreach (var gone in (Task<HttpResponseMessage>[])[server.GetAsync(path), server.DeleteAsync(path)])
            (await SharedServer.RefusalAsync(gone)).ShouldBe((HttpStatusCode.NotFound, 17, "Worklist not found"));
    }

    [LocalPostgresFact]
    public async Task a_PUT_creates_and_replaces_all_of_it()
    {
        var path = $"/worklists/caf%C3%A9%20{_patient}";
        var first = await PutAsync(path, """{ "Tags": { "PatientID": "P1", "AccessionNumber": "A1" } }""");
        var second = await PutAsync(path, """{ "Tags": { "PatientID": "P2" } }""");

        (first.Text("ID"), first.Text("Path")).ShouldBe(($"café {_patient}", path));
        second.Text("ID").ShouldBe($"café {_patient}");
        var tags = (await server.JsonAsync(path)).GetProperty("Tags");
        tags.Text("PatientID").ShouldBe("P2");
        tags.TryGetProperty("AccessionNumber", out _).ShouldBeFalse();
        using (await server.DeleteAsync(path)) { }
    }

    [LocalPostgresFact]
    public async Task tags_are_shown_in_each_of_three_shapes()
    {
        var path = $"/worklists/shapes-{_patient}";
        await PutAsync(path, """{ "Tags": { "PatientID": "P1" } }""");

        (await server.JsonAsync($"{path}?format=Simplify")).GetProperty("Tags").Text("PatientID").ShouldBe("P1");
        (await server.JsonAsync($"{path}?format=Short")).GetProperty("Tags").Text("0010,0020").ShouldBe("P1");
        var full = (await server.JsonAsync($"{path}?format=Full")).GetProperty("Tags").GetProperty("0010,0020");
        (full.Text("Name"), full.Text("Type"), full.Text("Value")).ShouldBe(("PatientID", "String", "P1"));
        (await server.JsonAsync("/worklists?format=Short")).EnumerateArray().Single(one => one.Text("ID") == $"shapes-{_patient}")
            .GetProperty("Tags").Text("0010,0020").ShouldBe("P1");
        foreach (var wrong in (string[])["", "full", "Other", "0", "Full,Short"])
            foreach (var route in (string[])["/worklists", path])
                (await SharedServer.RefusalAsync(server.GetAsync($"{route}?format={wrong}"))).ShouldBeRefusal(HttpStatusCode.BadRequest, 3);
        using (await server.DeleteAsync(path)) { }
    }

    [LocalPostgresTheory]
    [InlineData("[]", HttpStatusCode.BadRequest, 15)]
    [InlineData("", HttpStatusCode.BadRequest, 15)]
    [InlineData("{}", HttpStatusCode.BadRequest, 15)]
    [InlineData("""{ "Tags": { "PatientID": "P1" } }""", HttpStatusCode.BadRequest, 15)]
    [InlineData("""{ "Tags": { "Nope": "P1" }, "Force": true }""", HttpStatusCode.InternalServerError, 27)]
    public async Task bodies_that_plan_nothing_are_refused(string body, HttpStatusCode status, int error) =>
        (await SharedServer.RefusalAsync(server.AskAsync("/worklists/create", body))).ShouldBeRefusal(status, error);

    [LocalPostgresFact]
    public async Task says_what_a_body_lacks()
    {
        var (_, _, details) = await SharedServer.RefusalAsync(server.AskAsync("/worklists/create", "null"));
        details.ShouldBe("A JSON payload was expected");
        var large = $$"""{ "Tags": { "PatientComments": "{{new string('x', 300_000)}}" }, "Force": true }""";
        (await SharedServer.RefusalAsync(server.AskAsync("/worklists/create", large))).Status
            .ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [LocalPostgresTheory]
    [InlineData("/worklists/a..b")]
    [InlineData("/worklists/a%2Fb")]
    [InlineData("/worklists/a%5Cb")]
    [InlineData("/worklists/a%0Ab")]
    public async Task names_that_no_file_may_have_are_refused(string path)
    {
        (await SharedServer.RefusalAsync(server.PutAsync(path, """{ "Tags": {} }"""))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SharedServer.RefusalAsync(server.GetAsync(path))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [LocalPostgresTheory]
    [InlineData("PUT", "/worklists")]
    [InlineData("DELETE", "/worklists")]
    [InlineData("POST", "/worklists")]
    [InlineData("GET", "/worklists/create")]
    [InlineData("PUT", "/worklists/create")]
    [InlineData("DELETE", "/worklists/create")]
    [InlineData("POST", "/worklists/x")]
    public async Task other_methods_are_not_allowed(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path)
        {
            Content = method is "PUT" or "POST" ? new StringContent("""{ "Tags": {} }""", Encoding.UTF8) : null,
        };
        using var answer = await server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task leaves_changes_resources_and_jobs_alone()
    {
        var before = await StateAsync();
        await PutAsync($"/worklists/quiet-{_patient}", """{ "Tags": { "PatientID": "P1" } }""");
        using (await server.DeleteAsync($"/worklists/quiet-{_patient}")) { }

        (await StateAsync()).ShouldBe(before);
    }

    [LocalPostgresFact]
    public async Task a_worklist_goes_with_the_stable_study_that_came_of_it()
    {
        var tags = $$"""{ "PatientID": "SYN{{_patient}}", "StudyInstanceUID": "2.25.1000.{{_patient}}.1" }""";
        await server.Process.PlanAsync($"done-{_patient}", tags);
        await server.Process.PlanAsync($"other-{_patient}", """{ "PatientID": "P1" }""");

        await server.UploadAsync(SyntheticInstance.Create(_patient));

        await SharedServer.UntilAsync(() => !server.Process.PlansAsync().Result.Contains($"done-{_patient}"));
        (await server.Process.PlansAsync()).ShouldContain($"other-{_patient}");
        using (await server.DeleteAsync($"/worklists/other-{_patient}")) { }
    }

    private async Task<JsonElement> PutAsync(string path, string body)
    {
        using var answer = await server.PutAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<string> StateAsync() => string.Concat(
        (await server.JsonAsync("/statistics")).GetProperty("CountInstances"), (await server.JsonAsync("/jobs")).GetArrayLength());
}
