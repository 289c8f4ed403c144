using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Tests.Scu;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>Peers that never come to an end, or are never there, hold no job for ever. A server of its own, for it takes its
/// time.</summary>
public sealed class OutlastingPeers : IAsyncLifetime
{
    private ServerProcess? _server;

    private HttpClient Http => _server!.Http;

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is null)
            _server = await ServerProcess.StartAsync(("DicomServerEnabled", true), ("DicomScuTimeout", 60));
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [LocalPostgresTheory]
    [InlineData("move")]
    [InlineData("get")]
    public async Task a_retrieval_that_is_pending_for_ever_fails(string method)
    {
        using var peer = new ScriptedPeer(async (association, message) =>
        {
            while (true)
                await association.SendAsync(
                    message.Context.Id, CommandSet.ResponseTo(message.Command, DimseStatus.Pending, suboperations: new(1, 0, 0, 0)));
        });
        await KnowAsync("endless", peer.Called.Modality.Port);

        using var answer = await AskAsync(
            $"/modalities/endless/{method}", """{"Level":"Study","Resources":[{"StudyInstanceUID":"1.2"}]}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        body.GetProperty("OrthancStatus").GetInt32().ShouldBe(9);
        var job = (await Http.GetFromJsonAsync<JsonElement>("/jobs?expand")).EnumerateArray()
            .Single(job => job.GetProperty("Type").GetString() == (method == "move" ? "DicomMoveScu" : "DicomGetScu"));
        job.Text("State").ShouldBe("Failure");
        job.Text("ErrorDetails").ShouldNotBeNull().ShouldContain("does nothing");
    }

    [LocalPostgresFact]
    public async Task a_retrieval_under_way_can_be_cancelled()
    {
        var asked = new TaskCompletionSource();
        using var peer = new ScriptedPeer((_, _) =>
        {
            asked.SetResult();
            return Task.CompletedTask; // silent for as long as anybody waits
        });
        await KnowAsync("silent", peer.Called.Modality.Port);

        using var submitted = await AskAsync(
            "/modalities/silent/move", """{"Level":"Study","Resources":[{"StudyInstanceUID":"1.2"}],"Asynchronous":true}""");
        var id = (await submitted.Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!;
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
        using (await AskAsync($"/jobs/{id}/cancel", "{}")) { }
        var clock = Stopwatch.StartNew();
        var job = await EndAsync(job => job.Text("ID") == id);

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), "the peer was not waited for");
        (job.Text("State"), job.GetProperty("ErrorCode").GetInt32()).ShouldBe(("Failure", 37));
    }

    [LocalPostgresFact]
    public async Task a_report_that_cannot_be_delivered_is_tried_a_few_times_and_the_reason_is_kept()
    {
        const int Tries = 6; // PS3.4 says nothing of it; half a minute in all
        var calls = 0;
        using var busy = ReportListener.That(rejects: () => ++calls > 0);
        await KnowAsync("busy", busy.Port, "ASKING");
        var transaction = DicomUIDGenerator.Generate();

        (await CommitmentMessages.SendAsync(
            _server!.DicomPort, "ASKING", CommitmentMessages.Ask(), CommitmentMessages.Information(transaction, [("1.2", "1.3")])))
            .ShouldBe(DimseStatus.Success);
        var job = await EndAsync(job => job.Text("Type") == "StorageCommitmentScp");

        job.Text("State").ShouldBe("Failure");
        job.GetProperty("ErrorCode").GetInt32().ShouldBe(9);
        job.Text("ErrorDetails").ShouldNotBeNull().ShouldContain("connecting to AET \"ASKING\": The association was rejected");
        calls.ShouldBe(Tries);
    }

    private async Task KnowAsync(string name, int port, string aet = "PEER")
    {
        using var content = new StringContent(string.Create(CultureInfo.InvariantCulture, $"[\"{aet}\",\"127.0.0.1\",{port}]"));
        using var answer = await Http.PutAsync(new Uri($"/modalities/{name}", UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> AskAsync(string path, string body) =>
        Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body));

    /// <summary>Waits, longer than a job tries again, until it is over.</summary>
    private async Task<JsonElement> EndAsync(Func<JsonElement, bool> isIt)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var job = (await Http.GetFromJsonAsync<JsonElement>("/jobs?expand")).EnumerateArray().FirstOrDefault(isIt);
            if (job.ValueKind != default && job.Text("State") is "Success" or "Failure") return job;
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
            await Task.Delay(100);
        }
    }
}
