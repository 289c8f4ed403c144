using EventDicom.Api.Tests.Dimse;
using EventDicom.Api.Tests.History;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Api.Tests.Stability;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Worklists;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Worklists;

/// <summary>
/// Worklists in the database are events: what was acknowledged is there after a crash and after a rebuild, with who did it.
/// </summary>
public sealed class KeepingWorklists(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly Dictionary<string, object> s_inDatabase = new() { ["Enable"] = true, ["SaveInOrthancDatabase"] = true };

    [DcmtkFact]
    public async Task are_there_after_a_kill_and_after_a_rebuild()
    {
        await using var server = await ServerProcess.StartAsync([.. WorklistQueries.Network, ("Worklists", s_inDatabase)]);
        for (var number = 1; number <= 40; number++) await server.PlanAsync($"w{number:00}", $$"""{ "PatientID": "P{{number:00}}" }""");
        await server.PlanAsync("w02", """{ "PatientID": "Other" }""");
        using (await server.Http.DeleteAsync(new Uri("/worklists/w01", UriKind.Relative))) { }

        await server.KillAsync();
        await server.StartAgainAsync();

        var ids = Enumerable.Range(2, 39).Select(number => $"w{number:00}").ToList();
        (await server.PlansAsync()).ShouldBe(ids);
        var (status, answers) = await server.AskAsync("KNOWN", "PatientID=");
        status.ShouldBe("Success");
        answers.Select(answer => answer.Text(DicomTag.PatientID))
            .ShouldBe(["Other", .. Enumerable.Range(3, 38).Select(number => $"P{number:00}")]);

        using (var rebuilt = await server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null))
            rebuilt.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.PlansAsync()).ShouldBe(ids);
    }

    [DcmtkFact]
    public async Task are_for_the_station_that_asks_and_no_more_than_the_limit_where_the_configuration_says_so()
    {
        var filtered = new Dictionary<string, object>(s_inDatabase)
        {
            ["FilterIssuerAet"] = true, ["LimitAnswers"] = 2, ["LogMatchedWorklistIds"] = true, ["SetStudyInstanceUidIfMissing"] = false,
        };
        await using var server = await ServerProcess.StartAsync([.. WorklistQueries.Network, ("Worklists", filtered)]);
        using (await server.Http.PutAsync(new Uri("/tools/log-level-dicom", UriKind.Relative), new StringContent("verbose"))) { }
        foreach (var (id, station) in ((string, string)[])[("a", "KNOWN"), ("b", "OTHER"), ("c", "KNOWN")])
            await server.PlanAsync(
                id, $$"""{ "PatientID": "{{id}}", "ScheduledProcedureStepSequence": [{ "ScheduledStationAETitle": "{{station}}" }] }""");

        var (status, answers) = await server.AskAsync("KNOWN", "PatientID=", "StudyInstanceUID=", "PregnancyStatus=");
        (status, string.Concat(answers.Select(answer => answer.Text(DicomTag.PatientID)))).ShouldBe(("Success", "ac"));
        answers.ShouldAllBe(answer => !answer.Contains(DicomTag.StudyInstanceUID));
        server.LastWords().ShouldContain("Worklist c is answered to KNOWN");

        await server.PlanAsync("d", """{ "PatientID": "d", "ScheduledProcedureStepSequence": [{ "ScheduledStationAETitle": "KNOWN" }] }""");
        (status, answers) = await server.AskAsync("KNOWN", "PatientID=");
        status.ShouldStartWith("Cancel");
        answers.Count.ShouldBe(2);
    }

    [PostgresFact]
    public async Task are_remembered_with_who_planned_them_and_who_did_away_with_them()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, shared: true);
        foreach (var patient in (string[])["P1", "P2"])
            using (var put = await server.Http.PutAsync(
                new Uri("/worklists/told", UriKind.Relative), new StringContent($$"""{ "Tags": { "PatientID": "{{patient}}" } }""")))
                put.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (await server.Http.DeleteAsync(new Uri("/worklists/told", UriKind.Relative))) { }

        var events = await server.StreamAsync(WorklistId.StreamOf("told"));

        events.Select(@event => @event.Data.GetType()).ShouldBe([typeof(WorklistSaved), typeof(WorklistSaved), typeof(WorklistDeleted)]);
        events.Of<WorklistDeleted>().Single().Why.ShouldBe(WorklistEnd.Requested);
        events.ShouldAllBe(@event => @event.GetHeader("origin")!.ToString() == nameof(OriginKind.RestApi) && @event.CorrelationId != null);
    }

    [PostgresFact]
    public async Task go_when_they_are_too_old()
    {
        var late = new ShiftedClock { Shift = TimeSpan.FromHours(-3) };
        await using (var earlier = await JobServer.StartAsync(postgres.ConnectionString, shared: true, time: late))
            using (await earlier.Http.PutAsync(
                new Uri("/worklists/old", UriKind.Relative), new StringContent("""{ "Tags": { "PatientID": "P1" } }"""))) { }
        await using var server = await JobServer.StartAsync(
            postgres.ConnectionString, shared: true, worklists: """, "DeleteWorklistsDelay": 2, "HousekeepingInterval": 1""");
        using (await server.Http.PutAsync(
            new Uri("/worklists/new", UriKind.Relative), new StringContent("""{ "Tags": { "PatientID": "P1" } }"""))) { }

        await JobServer.UntilAsync(() =>
            !server.Http.GetStringAsync(new Uri("/worklists", UriKind.Relative)).Result.Contains("\"old\"", StringComparison.Ordinal));

        (await server.Http.GetStringAsync(new Uri("/worklists", UriKind.Relative))).ShouldContain("\"new\"");
        var deleted = (await server.StreamAsync(WorklistId.StreamOf("old"))).Of<WorklistDeleted>().Single();
        deleted.Why.ShouldBe(WorklistEnd.Expired);
    }
}
