using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Tests.Scu;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>What was asked for and promised outlives the process, in both roles.</summary>
public sealed class KeepingCommitments
{
    private const string SopClass = SyntheticInstance.SecondaryCapture;

    [LocalPostgresFact]
    public async Task a_server_that_dies_before_it_has_called_back_does_it_after_that()
    {
        var isOpen = false;
        using var peer = ReportListener.That(rejects: () => !isOpen);
        await using var server = await StartAsync("PEER", peer.Port);
        using (await server.Http.PostAsync(
            new Uri("/instances", UriKind.Relative), new ByteArrayContent(SyntheticInstance.Create().ToBytes()))) { }
        var transaction = DicomUIDGenerator.Generate();

        var wanted = CommitmentMessages.Information(transaction, [(SopClass, "2.25.1000.1.1.1.1"), (SopClass, "1.2")]);
        (await CommitmentMessages.SendAsync(server.DicomPort, "PEER", CommitmentMessages.Ask(), wanted)).ShouldBe(DimseStatus.Success);
        await SharedServer.UntilAsync(() => Job(server).GetProperty("State").GetString() == "Retry");
        await server.KillAsync();
        isOpen = true;
        await server.StartAgainAsync();
        var report = await peer.ReportAsync();
        await SharedServer.UntilAsync(() => Job(server).GetProperty("State").GetString() == "Success");

        report.Transaction.ShouldBe(transaction);
        report.Committed.ShouldBe(["2.25.1000.1.1.1.1"]);
        report.Failed.ShouldBe([("1.2", 0x0112)]);
    }

    [LocalPostgresFact]
    public async Task the_latest_are_shown_also_after_a_kill_and_from_views_that_are_built_anew()
    {
        using var peer = new ScriptedPeer((association, message) => ScriptedPeer.RespondAsync(association, message, DimseStatus.Success));
        await using var server = await StartAsync("PEER", peer.Called.Modality.Port, ("StorageCommitmentReportsSize", 1));

        var first = await AskAsync(server);
        (await ShownAsync(server, first)).ShouldBe("Pending");
        var second = await AskAsync(server);
        (await ShownAsync(server, second)).ShouldBe("Pending");
        (await ShownAsync(server, first)).ShouldBeNull();
        // What is not shown any more may be reported all the same, and is the latest then.
        (await CommitmentMessages.SendAsync(
            server.DicomPort, "PEER", CommitmentMessages.Tell(), CommitmentMessages.Information(first, [(SopClass, "1.2.3")])))
            .ShouldBe(DimseStatus.Success);
        (await ShownAsync(server, first)).ShouldBe("Success");
        (await ShownAsync(server, second)).ShouldBeNull();

        await server.KillAsync();
        await server.StartAgainAsync();
        (await ShownAsync(server, first)).ShouldBe("Success");
        using (var rebuilt = await server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null))
            rebuilt.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ShownAsync(server, first)).ShouldBe("Success");
        (await ShownAsync(server, second)).ShouldBeNull();
    }

    private static Task<ServerProcess> StartAsync(string aet, int port, params IReadOnlyList<(string Name, object Value)> more) =>
        ServerProcess.StartAsync(
        [
            ("DicomServerEnabled", true), ("DicomModalities", new Dictionary<string, object[]> { ["peer"] = [aet, "127.0.0.1", port] }),
            .. more,
        ]);

    private static JsonElement Job(ServerProcess server) =>
        server.Http.GetFromJsonAsync<JsonElement>(new Uri("/jobs?expand", UriKind.Relative)).Result.EnumerateArray().Single();

    private static async Task<string> AskAsync(ServerProcess server)
    {
        using var answer = await server.Http.PostAsync(
            new Uri("/modalities/peer/storage-commitment", UriKind.Relative),
            new StringContent($$"""{"DicomInstances":[["{{SopClass}}","1.2.3"]]}"""));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ID").GetString()!;
    }

    // null for 404.
    private static async Task<string?> ShownAsync(ServerProcess server, string transaction)
    {
        using var answer = await server.Http.GetAsync(new Uri($"/storage-commitment/{transaction}", UriKind.Relative));
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("Status").GetString();
    }
}
