using System.Text.Json;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Api.Tests.Modifying;
using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Tests.Scu;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventDicom.Api.Tests.History;

/// <summary>Every event, of whatever type, says which request it goes back to, and what it comes from directly.</summary>
public sealed class LeadingEventsBack(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Options =
        "\"OverwriteInstances\": true, \"StableAge\": 1, \"ConcurrentJobs\": 2, \"JobsHistorySize\": 100, \"DicomModalitiesInDatabase\": "
        + "true, \"OrthancPeersInDatabase\": true, \"LogExportedResources\": true, "
        + "\"DicomWeb\": { \"ServersInDatabase\": true },";

    [LocalPostgresFact]
    public async Task has_correlation_and_causation_in_each_type_of_event()
    {
        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: Options))
        {
            await HandleResourcesAsync(server);
            await MoveAndModifyAsync(server);
            await ConfigureAsync(server);
            await CommitAsync(server);
            await RunJobsAsync(server);
        }
        await using (var database = NpgsqlDataSource.Create(postgres.ConnectionString))
        {
            await using var empty = database.CreateCommand("truncate jobs.mt_doc_joborder");
            await empty.ExecuteNonQueryAsync();
        }
        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: Options))
        {
            var events = await server.EventsAsync();

            EventCatalog.Types.Values.Except(events.Select(@event => @event.Data.GetType()))
                .ShouldBeEmpty("this test makes every type of event");
            events.ShouldAllBe(@event => !string.IsNullOrEmpty(@event.CorrelationId) && !string.IsNullOrEmpty(@event.CausationId));

            // What a job brought about has the request of the job for its correlation, and a step of the job for its causation.
            var jobs = events.Where(@event => @event.Data is JobSubmitted)
                .ToDictionary(@event => ((JobSubmitted)@event.Data).JobId, @event => @event.CorrelationId);
            var caused = events.Where(@event => jobs.ContainsKey(@event.CausationId!.Split('/')[0])).ToList();
            caused.ShouldAllBe(@event => @event.CorrelationId == jobs[@event.CausationId!.Split('/', 2)[0]]);
            caused.Select(@event => @event.EventTypeName).ShouldContain("instance_stored");
            caused.Select(@event => @event.EventTypeName).ShouldContain("study_deleted");
            caused.Select(@event => @event.EventTypeName).ShouldContain("job_succeeded");
        }
    }

    private static async Task HandleResourcesAsync(JobServer server)
    {
        var first = await server.UploadAsync(SyntheticInstance.Create(1).With(DicomTag.CardiacNumberOfImages, "IS", "1"));
        await server.UploadAsync(SyntheticInstance.Create(1).With(DicomTag.PatientComments, "LT", "Another file"));
        await UntilAsync(server, "patient_stabilized");
        foreach (var label in (string[])["PUT", "DELETE"])
            await SendAsync(server, label, $"/studies/{first.Text("ParentStudy")}/labels/one", "");
        foreach (var flag in (string[])["1", "0"])
            await SendAsync(server, "PUT", $"/patients/{first.Text("ParentPatient")}/protected", flag);
        foreach (var method in (string[])["PUT", "DELETE"])
            await SendAsync(server, method, $"/studies/{first.Text("ParentStudy")}/metadata/1024", "said");
        var attachment = $"/studies/{first.Text("ParentStudy")}/attachments/1024";
        await SendAsync(server, "PUT", attachment, "attached");
        foreach (var form in (string[])["compress", "uncompress"]) await SendAsync(server, "POST", $"{attachment}/{form}", "");
        await SendAsync(server, "DELETE", attachment);

        foreach (var path in (string[])["/instances/{0}", "/series/{1}", "/studies/{2}", "/patients/{3}"])
        {
            var goes = await server.UploadAsync(SyntheticInstance.Create(2));
            await SendAsync(server, "DELETE", string.Format(
                System.Globalization.CultureInfo.InvariantCulture, path, goes.Text("ID"), goes.Text("ParentSeries"),
                goes.Text("ParentStudy"), goes.Text("ParentPatient")));
        }
        await SendAsync(server, "DELETE", "/changes");
        await SendAsync(server, "DELETE", "/exports");
        await new BlobPurge(
            server.Services.GetRequiredService<Ledger>(), server.Services.GetRequiredService<IBlobIndex>(),
            server.Services.GetRequiredService<IBlobStore>(),
            new(TimeSpan.FromSeconds(-1), TimeSpan.Zero), TimeProvider.System, NullLogger<BlobPurge>.Instance).RunAsync(default);
    }

    private static async Task MoveAndModifyAsync(JobServer server)
    {
        var (one, other) = (await server.UploadAsync(SyntheticInstance.Create(3, series: 1)),
            await server.UploadAsync(SyntheticInstance.Create(3, series: 2)));
        var study = one.Text("ParentStudy");
        await server.AnswerAsync($"/studies/{study}/modify", """
            {"Replace":{"StudyDescription":"New"},"Keep":["StudyInstanceUID","SeriesInstanceUID","SOPInstanceUID"],"Force":true,"KeepSource":true}
            """);
        var split = await server.AnswerAsync($"/studies/{study}/split", $$"""{"Series":["{{other.Text("ParentSeries")}}"]}""");
        await server.AnswerAsync($"/studies/{study}/merge", $$"""{"Resources":["{{split.Text("TargetStudy")}}"]}""");
        await server.AnswerAsync($"/studies/{study}/anonymize", "{}");
    }

    private static async Task ConfigureAsync(JobServer server)
    {
        await SendAsync(server, "PUT", "/modalities/one", """["ONE", "127.0.0.1", 11112]""");
        await SendAsync(server, "DELETE", "/modalities/one");
        await SendAsync(server, "PUT", "/worklists/one", """{"Tags":{"PatientID":"1"}}""");
        await SendAsync(server, "DELETE", "/worklists/one");
        await SendAsync(server, "PUT", "/peers/one", $"[\"{server.Http.BaseAddress}\"]");
        var sent = await server.UploadAsync(SyntheticInstance.Create(9));
        await server.AnswerAsync("/peers/one/store", $"\"{sent.Text("ParentStudy")}\"");
        await SendAsync(server, "DELETE", "/peers/one");
        await SendAsync(server, "PUT", "/dicom-web/servers/one", """["http://127.0.0.1:1/"]""");
        await SendAsync(server, "DELETE", "/dicom-web/servers/one");
    }

    // The modality reports over the association by which it is asked, and refuses what it is asked after that.
    private static async Task CommitAsync(JobServer server)
    {
        var isAsked = false;
        using var peer = new ScriptedPeer(async (association, message) =>
        {
            if (message.Command.IsResponse) return;
            var wanted = await CommitmentMessages.ReadAsync(association, message);
            if (!isAsked)
                await association.SendAsync(
                    message.Context.Id, CommitmentMessages.Tell(),
                    CommitmentMessages.StreamOf(
                        CommitmentMessages.Information(wanted.Transaction, [("1.2", "1.3")]), message.Context.TransferSyntax));
            await ScriptedPeer.RespondAsync(association, message, isAsked ? DimseStatus.ProcessingFailure : DimseStatus.Success);
            isAsked = true;
        });
        await SendAsync(server, "PUT", "/modalities/two", $"[\"TWO\", \"127.0.0.1\", {peer.Called.Modality.Port}]");
        const string Wanted = """{"DicomInstances":[["1.2","1.3"]]}""";
        await SendAsync(server, "POST", "/modalities/two/storage-commitment", Wanted);
        using var refused = await server.Http.PostAsync(
            new Uri("/modalities/two/storage-commitment", UriKind.Relative), new StringContent(Wanted));
        refused.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    private static async Task RunJobsAsync(JobServer server)
    {
        var packed = await server.AnswerAsync("/tools/create-archive", $$"""{"Resources":[],"Asynchronous":true}""");
        await server.UntilAsync(packed.Text("ID")!, "Success");
        await SendAsync(server, "DELETE", $"/jobs/{packed.Text("ID")}/archive");

        var retried = await server.SubmitAsync(new(Throws: 1));
        await server.UntilAsync(retried, "Success");
        await SendAsync(server, "DELETE", $"/jobs/{retried}");

        var failed = await server.SubmitAsync(new(Gate: true), instances: 130);
        await server.UntilAsync(failed, "Running");
        await server.ControlAsync(failed, "pause");
        server.Kind.Open(failed);
        await server.UntilAsync(failed, "Paused");
        await server.ControlAsync(failed, "resume");
        await server.UntilAsync(failed, "Running");
        await server.ControlAsync(failed, "cancel");
        server.Kind.Open(failed);
        await server.UntilAsync(failed, "Failure");
        await server.ControlAsync(failed, "resubmit");
        await server.UntilAsync(failed, "Running"); // it loses its order next
    }

    private static async Task UntilAsync(JobServer server, string type) =>
        await JobServer.UntilAsync(() => server.EventsAsync().Result.Any(@event => @event.EventTypeName == type));

    private static async Task SendAsync(JobServer server, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : new StringContent(body) };
        using var answer = await server.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
