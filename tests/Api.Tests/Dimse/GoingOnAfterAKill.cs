using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>A server that dies while it sends goes on behind the last instance that was acknowledged.</summary>
public sealed class GoingOnAfterAKill
{
    private const int Instances = 8, BeforeTheKill = 3;

    [DcmtkFact]
    public async Task sends_the_rest_and_logs_what_was_wanted()
    {
        // Each instance takes a second.
        await using var store = await DcmtkServer.StoreAsync("--sleep-after", "1");
        await using var server = await ServerProcess.StartAsync(
            ("LogExportedResources", true),
            ("DicomModalities", new Dictionary<string, object[]> { ["store"] = ["STORE", "127.0.0.1", store.Port] }));
        var study = "";
        for (var number = 1; number <= Instances; number++)
        {
            using var stored = await server.Http.PostAsync(
                new Uri("/instances", UriKind.Relative), new ByteArrayContent(SyntheticInstance.Create(instance: number).ToBytes()));
            study = (await stored.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ParentStudy").GetString()!;
        }

        using var answer = await server.Http.PostAsync(
            new Uri("/modalities/store/store", UriKind.Relative),
            new StringContent($$"""{"Resources":["{{study}}"],"Asynchronous":true}"""));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var job = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ID").GetString();
        await SharedServer.UntilAsync(() => store.Files.Count > BeforeTheKill);
        await server.KillAsync();
        await server.StartAgainAsync();
        JsonElement shown = default;
        await SharedServer.UntilAsync(() =>
            (shown = server.Http.GetFromJsonAsync<JsonElement>(new Uri($"/jobs/{job}", UriKind.Relative)).Result)
            .GetProperty("State").GetString() is "Success" or "Failure");

        shown.GetProperty("State").GetString().ShouldBe("Success", shown.GetRawText());
        store.Files.Count.ShouldBe(Instances);
        // The one that was on its way when the server died, and the one whose acknowledgement it may not have had time to write down.
        store.Count("Received Store Request").ShouldBeInRange(Instances, Instances + 2);
        var exports = await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/exports", UriKind.Relative));
        exports.GetProperty("Done").GetBoolean().ShouldBeTrue();
        exports.GetProperty("Last").GetInt64().ShouldBe(1);
        var row = exports.GetProperty("Exports").EnumerateArray().Single();
        row.GetProperty("ID").GetString().ShouldBe(study);
        row.GetProperty("Path").GetString().ShouldBe($"/studies/{study}");
        row.GetProperty("RemoteModality").GetString().ShouldBe("store");
        row.GetProperty("ResourceType").GetString().ShouldBe("Study");
        row.GetProperty("PatientID").GetString().ShouldBe("SYN1");
        row.GetProperty("StudyInstanceUID").GetString().ShouldBe("2.25.1000.1.1");
        row.TryGetProperty("SeriesInstanceUID", out _).ShouldBeFalse();
        row.GetProperty("Seq").GetInt64().ShouldBe(1);
        using (await server.Http.DeleteAsync(new Uri("/exports", UriKind.Relative))) { }
        var cleared = await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/exports?since=7", UriKind.Relative));
        cleared.GetProperty("Exports").GetArrayLength().ShouldBe(0);
        cleared.GetProperty("Last").GetInt64().ShouldBe(7);
    }
}
