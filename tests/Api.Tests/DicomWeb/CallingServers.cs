using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>The other server, which asks who is calling.</summary>
public sealed class OtherServer : IAsyncLifetime
{
    private ServerProcess? _process;

    public ServerProcess Process => _process!;

    public string Url => $"{Process.Http.BaseAddress}dicom-web/";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        _process = ServerProcess.Prepare(
            ("Name", "Other"), ("AuthenticationEnabled", true),
            ("RegisteredUsers", new Dictionary<string, string> { ["alice"] = "secret" }));
        _process.Http.DefaultRequestHeaders.Authorization = new("Basic", CallingServers.Credentials);
        await _process.StartAgainAsync();
    }

    public async Task DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}

/// <summary>One of our servers asks, fills and empties another over DICOMweb.</summary>
[Collection(nameof(OneServer))]
public sealed class CallingServers(SharedServer server, OtherServer other) : IClassFixture<OtherServer>
{
    private readonly int _patient = SharedServer.NewPatient();

    internal static string Credentials => Convert.ToBase64String(Encoding.UTF8.GetBytes("alice:secret"));

    private string StudyUid => $"2.25.1000.{_patient}.1";

    [LocalPostgresFact]
    public async Task sends_files_as_they_are_and_says_what_of_each()
    {
        var route = await KnowAsync();
        SyntheticInstance[] instances =
        [
            .. Enumerable.Range(1, 70).Select(number => SyntheticInstance.Create(_patient, instance: number)),
            SyntheticInstance.Create(_patient, series: 2).WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian),
        ];
        JsonElement stored = default;
        foreach (var instance in instances) stored = await server.UploadAsync(instance);
        var study = stored.Text("ParentStudy")!;

        var content = await server.AnswerAsync($"{route}/stow", $$"""{"Resources":["{{study}}"]}""");

        content.Text("InstancesCount").ShouldBe("71");
        content.Text("NetworkSizeMB").ShouldBe("0");
        content.Text("Server").ShouldBe(route.Split('/')[^1]);
        content.GetProperty("Resources").GetProperty("Studies").Texts().ShouldBe([study]);
        content.GetProperty("Resources").GetProperty("Instances").GetArrayLength().ShouldBe(71);
        content.GetProperty("Resources").TryGetProperty("Series", out _).ShouldBeFalse();
        (await OtherAsync($"/studies/{study}/instances")).GetArrayLength().ShouldBe(71);
        (await other.Process.Http.GetByteArrayAsync(new Uri($"/instances/{stored.Text("ID")}/file", UriKind.Relative)))
            .ShouldBe(instances[^1].ToBytes());
    }

    [LocalPostgresFact]
    public async Task sends_in_the_background_and_shows_the_job()
    {
        var route = await KnowAsync();
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient))).Text("ID")!;

        var job = await server.AnswerAsync($"{route}/stow", $$"""{"Resources":["{{id}}"],"Synchronous":false,"Priority":7}""");
        var ended = await server.EndOfJobAsync(job.Text("ID")!);

        (ended.Text("Type"), ended.Text("State"), ended.GetProperty("Priority").GetInt32())
            .ShouldBe(("DicomWebStowClient", "Success", 7));
        ended.GetProperty("Content").GetProperty("Resources").GetProperty("Instances").Texts().ShouldBe([id]);
    }

    [LocalPostgresFact]
    public async Task retrieves_what_is_named()
    {
        var route = await KnowAsync();
        await FillOtherAsync();

        var content = await server.AnswerAsync(
            $"{route}/retrieve", $$"""{"Resources":[{"Study":"{{StudyUid}}","Series":"{{StudyUid}}.1"}]}""");

        content.Text("ReceivedInstancesCount").ShouldBe("20");
        content.Text("NetworkUsageMB").ShouldBe("0");
        (await server.FindAsync("Instance", ("StudyInstanceUID", StudyUid))).Count.ShouldBe(20);

        content = await server.AnswerAsync(
            $"{route}/retrieve", $$$"""{"Resources":[{"Study":"{{{StudyUid}}}"},{"Study":"{{{StudyUid}}}"}],"GetArguments":{"x":"y"}}""");
        content.Text("ReceivedInstancesCount").ShouldBe("21");
        var deflated = (await server.FindAsync("Instance", ("SeriesInstanceUID", $"{StudyUid}.2"))).Single();
        DicomFile.Open(await server.BytesAsync($"/instances/{deflated}/file")).TransferSyntax.UID
            .ShouldBe(SyntheticInstance.DeflatedExplicitVRLittleEndian);
    }

    [LocalPostgresFact]
    public async Task asks_for_another_syntax_where_the_server_knows_no_universal_one()
    {
        var route = await KnowAsync("\"HasWadoRsUniversalTransferSyntax\": false");
        await FillOtherAsync();

        await server.AnswerAsync($"{route}/retrieve", $$"""{"Resources":[{"Study":"{{StudyUid}}","Series":"{{StudyUid}}.2"}]}""");

        var inflated = (await server.FindAsync("Instance", ("SeriesInstanceUID", $"{StudyUid}.2"))).Single();
        DicomFile.Open(await server.BytesAsync($"/instances/{inflated}/file")).TransferSyntax.UID
            .ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
    }

    [LocalPostgresFact]
    public async Task retrieves_from_an_address_in_the_background()
    {
        var route = await KnowAsync();
        await FillOtherAsync();

        var job = await server.AnswerAsync($"{route}/wado", $$"""{"Uri":"/studies/{{StudyUid}}"}""");
        var ended = await server.EndOfJobAsync(job.Text("ID")!);

        (ended.Text("Type"), ended.Text("State")).ShouldBe(("DicomWebWadoRetrieveClient", "Success"));
        ended.GetProperty("Content").Text("ReceivedInstancesCount").ShouldBe("21");
        (await server.FindAsync("Instance", ("StudyInstanceUID", StudyUid))).Count.ShouldBe(21);
    }

    [LocalPostgresFact]
    public async Task searches_and_shows_the_first_value_of_each_attribute()
    {
        var route = await KnowAsync();
        await FillOtherAsync();

        var matches = await server.AnswerAsync(
            $"{route}/qido", $$$"""{"Uri":"/studies","Arguments":{"PatientID":"SYN{{{_patient}}}","limit":5,"fuzzymatching":false}}""");

        var match = matches.EnumerateArray().ShouldHaveSingleItem();
        JsonElement.DeepEquals(match.GetProperty("00100020"), JsonElement.Parse(
            $$"""{"Group":16,"Element":32,"Name":"PatientID","vr":"LO","Value":"SYN{{_patient}}"}""")).ShouldBeTrue(match.GetRawText());
        match.GetProperty("00100010").Text("Value").ShouldNotBeNullOrEmpty();
        match.GetProperty("00201208").Text("Value").ShouldBe("21");
        (await server.AnswerAsync($"{route}/qido", """{"Uri":"studies?PatientID=nobody"}""")).GetArrayLength().ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task passes_answers_on_as_they_are()
    {
        var route = await KnowAsync();
        await FillOtherAsync();
        var path = $"/studies/{StudyUid}/series/{StudyUid}.1/metadata";

        using var answer = await server.AskAsync(
            $"{route}/get", JsonSerializer.Serialize(new { Uri = path, HttpHeaders = new { Accept = "application/dicom+json" } }));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/dicom+json");
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox"]);
        (await answer.Content.ReadAsByteArrayAsync())
            .ShouldBe(await other.Process.Http.GetByteArrayAsync(new Uri($"/dicom-web{path}", UriKind.Relative)));
    }

    [LocalPostgresFact]
    public async Task asks_nothing_above_the_server()
    {
        var route = await KnowAsync();
        foreach (var operation in (string[])["get", "qido", "wado"])
            foreach (var uri in (string[])["../system", "/%2e%2e/system", "studies/../../system"])
                (await SharedServer.RefusalAsync(server.AskAsync($"{route}/{operation}", $$"""{"Uri":"{{uri}}"}""")))
                    .ShouldBeRefusal(HttpStatusCode.BadRequest, 3);
    }

    [LocalPostgresFact]
    public async Task lets_a_request_sign_in_by_itself_and_remembers_nothing_of_it()
    {
        var name = $"server{SharedServer.NewPatient()}";
        using (await server.PutAsync($"/dicom-web/servers/{name}", JsonSerializer.Serialize(new[] { other.Url }))) { }
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient))).Text("ID")!;
        var body = JsonSerializer.Serialize(
            new { Resources = new[] { id }, HttpHeaders = new { Authorization = $"Basic {Credentials}" }, Synchronous = false });

        var job = await server.AnswerAsync($"/dicom-web/servers/{name}/stow", body);
        var ended = await server.EndOfJobAsync(job.Text("ID")!);

        ended.Text("State").ShouldBe("Success", ended.GetRawText());
        ended.GetRawText().ShouldNotContain(Credentials);
        (await OtherAsync($"/instances/{id}")).Text("ID").ShouldBe(id);
    }

    [LocalPostgresFact]
    public async Task tells_why_nothing_came_of_it()
    {
        var stranger = await KnowAsync(password: "wrong");
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient))).Text("ID")!;

        var refused = await SharedServer.RefusalAsync(server.AskAsync($"{stranger}/stow", $$"""{"Resources":["{{id}}"]}"""));
        (refused.Status, refused.Error).ShouldBe((HttpStatusCode.InternalServerError, 1));
        refused.Details!.ShouldContain("HTTP status 401");
        foreach (var operation in (string[])["qido", "get"])
            (await SharedServer.RefusalAsync(server.AskAsync($"{stranger}/{operation}", """{"Uri":"/studies"}""")))
                .ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);

        var job = await server.AnswerAsync($"{stranger}/wado", """{"Uri":"/studies/1.2.3"}""");
        var ended = await server.EndOfJobAsync(job.Text("ID")!);
        (ended.Text("State"), ended.GetProperty("ErrorCode").GetInt32()).ShouldBe(("Failure", 1));
        ended.TryGetProperty("ErrorPayload", out _).ShouldBeFalse();
        var content = ended.GetProperty("Content");
        content.GetProperty("FunctionErrorCode").GetInt32().ShouldBe(9);
        content.Text("FunctionErrorDescription").ShouldBe("Error in the network protocol");
        content.Text("FunctionErrorDetails")!.ShouldContain("HTTP status 401");
    }

    [LocalPostgresTheory]
    [InlineData("stow", "{}", HttpStatusCode.BadRequest, 15)]
    [InlineData("stow", """{"Resources":[]}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("stow", """{"Resources":["00000000-00000000-00000000-00000000-00000000"]}""", HttpStatusCode.NotFound, 17)]
    [InlineData("stow", """{"Resources":["00000000-00000000-00000000-00000000-00000000"],"HttpHeaders":{"a b":"c"}}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("get", "{}", HttpStatusCode.BadRequest, 15)]
    [InlineData("qido", """{"Uri":5}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("qido", """{"Uri":"/studies","Arguments":[]}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("qido", """{"Uri":"/studies","Arguments":{"a":[]}}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("get", """{"Uri":"/studies","HttpHeaders":{"Transfer-Encoding":"chunked"}}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("get", """{"Uri":"/studies","HttpHeaders":{"A":"b\r\nC: d"}}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("wado", "{}", HttpStatusCode.BadRequest, 15)]
    [InlineData("retrieve", "{}", HttpStatusCode.BadRequest, 15)]
    [InlineData("retrieve", """{"Resources":[]}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("retrieve", """{"Resources":[{}]}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("retrieve", """{"Resources":["1.2"]}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("retrieve", """{"Resources":[{"Study":".."}]}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("retrieve", """{"Resources":[{"Study":"1","Instance":"2"}]}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("delete", """{"Level":"Study","StudyInstanceUID":"1.2"}""", HttpStatusCode.BadRequest, 15)]
    [InlineData("delete", """{"Level":"Series","StudyInstanceUID":"1.2"}""", HttpStatusCode.BadRequest, 15)]
    public async Task refuses_what_makes_no_sense(string operation, string body, HttpStatusCode status, int error) =>
        (await SharedServer.RefusalAsync(server.AskAsync($"{await KnowAsync()}/{operation}", body))).ShouldBeRefusal(status, error);

    [LocalPostgresFact]
    public async Task has_others_delete_and_hears_that_we_do_not()
    {
        var route = await KnowAsync("\"HasDelete\": true");
        (await SharedServer.RefusalAsync(server.AskAsync($"{route}/delete", """{"Level":"Study","StudyInstanceUID":"1.2"}""")))
            .ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);
        (await SharedServer.RefusalAsync(server.AskAsync($"{route}/delete", """{"Level":"Series","StudyInstanceUID":"1.2"}""")))
            .ShouldBeRefusal(HttpStatusCode.BadRequest, 15);

        await using var obliging = new ScriptedServer(
            async (_, answer, ct) => await answer.WriteAsync(ScriptedServer.Answer(200, null, []), ct));
        var name = $"server{SharedServer.NewPatient()}";
        using (await server.PutAsync(
            $"/dicom-web/servers/{name}", $$$"""{"Url":"{{{obliging.Url}}}web","HasDelete":"1","HttpHeaders":{"X-Site":"north"}}""")) { }
        (await server.AnswerAsync(
            $"/dicom-web/servers/{name}/delete", """{"Level":"Series","StudyInstanceUID":"1.2","SeriesInstanceUID":"3.4"}"""))
            .EnumerateObject().ShouldBeEmpty();
        var asked = obliging.Requests.ShouldHaveSingleItem();
        (asked.Method, asked.Path, asked.Headers["X-Site"]).ShouldBe(("DELETE", "/web/studies/1.2/series/3.4", "north"));
    }

    private async Task FillOtherAsync()
    {
        SyntheticInstance[] instances =
        [
            .. Enumerable.Range(1, 20).Select(number => SyntheticInstance.Create(_patient, instance: number)),
            SyntheticInstance.Create(_patient, series: 2).WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian),
        ];
        foreach (var instance in instances)
            using (var stored = await other.Process.Http.PostAsync(
                new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes())))
                stored.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<JsonElement> OtherAsync(string path) =>
        other.Process.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    /// <returns>The route of the server.</returns>
    private async Task<string> KnowAsync(string more = "\"Site\": \"north\"", string password = "secret")
    {
        var route = $"/dicom-web/servers/server{SharedServer.NewPatient()}";
        using var answer = await server.PutAsync(
            route, $$"""{ "Url": "{{other.Url}}", "Username": "alice", "Password": "{{password}}", {{more}} }""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return route;
    }
}
