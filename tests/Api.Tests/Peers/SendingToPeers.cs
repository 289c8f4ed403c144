using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Peers;

/// <summary>One of our servers sends to another.</summary>
[Collection(nameof(OneServer))]
public sealed class SendingToPeers(SharedServer server)
{
    private readonly int _patient = SharedServer.NewPatient();

    [PostgresTheory]
    [InlineData("""{"Resources":["ID"]}""", SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    [InlineData("""{"Resources":["ID"],"Compress":true}""", SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    [InlineData("""{"Resources":["ID"],"Transcode":"1.2.840.10008.1.2"}""", SyntheticInstance.ImplicitVRLittleEndian)]
    public async Task stores_what_is_named_as_it_is_to_be_sent(string body, string syntax)
    {
        await using var other = await ServerProcess.StartAsync();
        var peer = await KnowAsync(other.Http.BaseAddress!.ToString());
        var sent = SyntheticInstance.Create(_patient).WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian);
        var study = (await server.UploadAsync(sent)).GetProperty("ParentStudy").GetString()!;

        var content = await server.AnswerAsync($"/peers/{peer}/store", body.Replace("ID", study, StringComparison.Ordinal));

        content.GetProperty("InstancesCount").GetInt32().ShouldBe(1);
        content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
        content.GetProperty("Peer").GetProperty("Url").GetString().ShouldBe(other.Http.BaseAddress!.ToString());
        content.GetProperty("Compress").GetBoolean().ShouldBe(body.Contains("Compress", StringComparison.Ordinal));
        content.GetProperty("ParentResources")[0].GetString().ShouldBe(study);
        content.GetProperty("Size").GetString().ShouldBe(sent.ToBytes().Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var arrived = (await other.Http.GetFromJsonAsync<string[]>(new Uri("/instances", UriKind.Relative)))!.Single();
        var file = await other.Http.GetByteArrayAsync(new Uri($"/instances/{arrived}/file", UriKind.Relative));
        DicomFile.Open(file).TransferSyntax.UID.ShouldBe(syntax);
        if (syntax == sent.TransferSyntax) file.ShouldBe(sent.ToBytes());
    }

    [PostgresFact]
    public async Task passes_files_and_questions_on()
    {
        await using var other = await ServerProcess.StartAsync(("Name", "The other one"));
        var peer = await KnowAsync(other.Http.BaseAddress!.ToString());

        (await server.JsonAsync($"/peers/{peer}/system")).GetProperty("Name").GetString().ShouldBe("The other one");
        using var answer = await server.PostAsync($"/peers/{peer}/store-straight", SyntheticInstance.Create(_patient).ToBytes());

        var stored = await answer.Content.ReadFromJsonAsync<JsonElement>();
        stored.GetProperty("Status").GetString().ShouldBe("Success");
        (await other.Http.GetFromJsonAsync<string[]>(new Uri("/instances", UriKind.Relative)))!
            .ShouldBe([stored.GetProperty("ID").GetString()!]);
        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task signs_in_with_what_the_peer_is_known_by_and_never_shows_it()
    {
        await using var other = ServerProcess.Prepare(
            ("AuthenticationEnabled", true), ("RegisteredUsers", new Dictionary<string, string> { ["alice"] = "secret" }));
        other.Http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("alice:secret")));
        await other.StartAgainAsync();
        var peer = await KnowAsync(other.Http.BaseAddress!.ToString(), "alice", "secret");
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient))).GetProperty("ID").GetString()!;

        var content = await server.AnswerAsync($"/peers/{peer}/store", id);

        content.GetProperty("Peer").GetProperty("Username").GetString().ShouldBe("alice");
        content.GetRawText().ShouldNotContain("secret");
        (await other.Http.GetFromJsonAsync<string[]>(new Uri("/instances", UriKind.Relative)))!.Length.ShouldBe(1);
    }

    [PostgresFact]
    public async Task who_is_unknown_or_silent_is_told()
    {
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient))).GetProperty("ID").GetString()!;
        var silent = await KnowAsync("http://127.0.0.1:1/");

        (await SharedServer.RefusalAsync(server.AskAsync("/peers/unknown/store", id))).ShouldBeRefusal(HttpStatusCode.NotFound, 17);
        (await SharedServer.RefusalAsync(server.GetAsync("/peers/unknown/system"))).ShouldBeRefusal(HttpStatusCode.NotFound, 17);
        (await SharedServer.RefusalAsync(server.AskAsync($"/peers/{silent}/store", id)))
            .ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);
        (await SharedServer.RefusalAsync(server.GetAsync($"/peers/{silent}/system")))
            .ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);
        (await SharedServer.RefusalAsync(server.AskAsync($"/peers/{silent}/store", """{"Resources":[],"Transcode":"1.2"}""")))
            .ShouldBeRefusal(HttpStatusCode.BadRequest, 3);
    }

    private async Task<string> KnowAsync(params IReadOnlyList<string> definition)
    {
        var name = $"peer{SharedServer.NewPatient()}";
        using var answer = await server.PutAsync($"/peers/{name}", JsonSerializer.Serialize(definition));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return name;
    }
}
