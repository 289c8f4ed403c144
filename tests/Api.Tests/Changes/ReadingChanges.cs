using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Changes;

/// <summary>On a server of its own: the log is one for all.</summary>
public sealed class ReadingChanges
{
    [LocalPostgresFact]
    public async Task tells_what_happened_as_Orthanc_does()
    {
        await using var process = await ServerProcess.StartAsync(("StableAge", 1));
        var server = new LogOf(process.Http);

        (await server.PageAsync("")).GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            .ShouldBe("""{"Changes":[],"Done":true,"Last":0}""");

        await server.UploadAsync(SyntheticInstance.Create(1).With(DicomTag.CardiacNumberOfImages, "IS", "1"));
        var first = await server.PageAsync("?limit=5");
        first.GetProperty("Changes").EnumerateArray().Select(change => (change.GetProperty("Seq").GetInt64(), change.Text("ChangeType")))
            .ShouldBe([(1, "NewInstance"), (2, "NewSeries"), (3, "NewStudy"), (4, "NewPatient"), (5, "CompletedSeries")]);
        first.GetProperty("Changes")[0].Names().ShouldBe(["ChangeType", "Date", "ID", "Path", "ResourceType", "Seq"]);

        first.GetProperty("First").GetInt64().ShouldBe(1);

        (await server.PageAsync("?since=1&limit=2")).GetProperty("First").GetInt64().ShouldBe(2);
        (await server.PageAsync("?since=1&limit=2")).GetProperty("Last").GetInt64().ShouldBe(3);
        (await server.PageAsync("?since=1&limit=2")).GetProperty("Done").GetBoolean().ShouldBeFalse();
        (await server.PageAsync("?limit=0")).GetProperty("Done").GetBoolean().ShouldBeFalse();
        (await server.PageAsync("?since=x&limit=y")).GetProperty("Changes").GetArrayLength().ShouldBeGreaterThanOrEqualTo(5);
        (await server.PageAsync("?type=NewStudy;NewPatient")).GetProperty("Changes").GetArrayLength().ShouldBe(2);
        (await server.PageAsync("?to=2&limit=1")).GetProperty("Changes")[0].GetProperty("Seq").GetInt64().ShouldBe(2);
        (await server.PageAsync("?type=all;NewStudy")).GetProperty("Changes").GetArrayLength().ShouldBeGreaterThanOrEqualTo(5);
        (await server.PageAsync("?type=Deleted")).GetProperty("Changes").GetArrayLength().ShouldBe(0);
        (await SharedServer.RefusalAsync(process.Http.GetAsync(new Uri("/changes?type=Foo", UriKind.Relative))))
            .ShouldBe((HttpStatusCode.BadRequest, 3, "Invalid value for a change: Foo"));
        foreach (var (query, seqs, done) in new (string, long[], bool)[]
        {
            ("?to=4&limit=2", [3, 4], false), ("?since=0&to=4&limit=2", [3, 4], false), ("?to=4&limit=4", [1, 2, 3, 4], true),
            ("?since=1&to=4&limit=2", [2, 3], false),
            ("?since=2&to=4", [3, 4], true), ("?since=1&to=5&type=NewStudy;NewPatient", [3, 4], true),
            ("?to=5&limit=1&type=NewStudy", [3], true),
        })
        {
            var page = await server.PageAsync(query);
            page.GetProperty("Changes").EnumerateArray().Select(change => change.GetProperty("Seq").GetInt64()).ShouldBe(seqs, query);
            (page.GetProperty("Done").GetBoolean(), page.GetProperty("First").GetInt64(), page.GetProperty("Last").GetInt64())
                .ShouldBe((done, seqs[0], seqs[^1]), query);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        JsonElement stable;
        while ((stable = (await server.PageAsync("?since=5")).GetProperty("Changes")).GetArrayLength() < 3)
            await Task.Delay(50, patience.Token);
        stable.EnumerateArray().Select(change => change.Text("ChangeType")).ShouldBe(["StableSeries", "StableStudy", "StablePatient"]);

        await server.DeleteAsync($"/patients/{Domain.OrthancId.OfPatient("SYN1")}");
        (await server.PageAsync("")).GetProperty("Changes").GetArrayLength().ShouldBe(0);
        (await server.PageAsync("")).GetProperty("Last").GetInt64().ShouldBe(8);

        await server.UploadAsync(SyntheticInstance.Create(2));
        (await server.PageAsync("?since=8&limit=4")).GetProperty("Changes").EnumerateArray()
            .Select(change => change.GetProperty("Seq").GetInt64())
            .ShouldBe([9, 10, 11, 12], "a deletion takes no number");
        var last = (await server.PageAsync("?last")).GetProperty("Last").GetInt64();
        await server.DeleteAsync("/changes");
        (await server.PageAsync("")).GetProperty("Changes").GetArrayLength().ShouldBe(0);
        (await server.PageAsync("")).GetProperty("Last").GetInt64().ShouldBe(last);
        await server.UploadAsync(SyntheticInstance.Create(2, instance: 2));
        (await server.PageAsync($"?since={last}")).GetProperty("Changes")[0].Text("ChangeType").ShouldBe("NewInstance");
    }

    private sealed class LogOf(HttpClient http)
    {
        public async Task<JsonElement> PageAsync(string query) =>
            JsonDocument.Parse(await http.GetStringAsync(new Uri($"/changes{query}", UriKind.Relative))).RootElement;

        public async Task UploadAsync(SyntheticInstance instance) =>
            (await http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes())))
            .EnsureSuccessStatusCode().Dispose();

        public async Task DeleteAsync(string path) =>
            (await http.DeleteAsync(new Uri(path, UriKind.Relative))).EnsureSuccessStatusCode().Dispose();
    }
}
