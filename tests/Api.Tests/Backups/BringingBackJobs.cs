using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Backups;

/// <summary>What becomes of jobs whose archive was brought back.</summary>
public sealed class BringingBackJobs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-backup-");

    private string Backup => Path.Combine(_folder.FullName, "backup");

    public void Dispose() => _folder.Delete(recursive: true);

    [LocalPostgresFact]
    public async Task has_jobs_go_on_that_were_alive()
    {
        await using var server = await ServerProcess.StartAsync(("ConcurrentJobs", 1), ("JobsHistorySize", 100));
        var jobs = await SubmitAsync(server);
        await server.KillAsync();

        (await ProgramRun.OfAsync(server.DataFolder, "backup", Backup, server.ConfigurationFile))
            .ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0, run.Errors));
        Directory.Move(server.DataFolder, server.DataFolder + ".lost");
        (await ProgramRun.OfAsync(server.DataFolder, "restore", Backup, server.ConfigurationFile))
            .ShouldSatisfyAllConditions(run => run.ExitCode.ShouldBe(0, run.Errors));
        await server.StartAgainAsync();

        (await Archived.StateAsync(server, jobs[^1])).ShouldBe("Paused");
        (await ControlAsync(server, jobs[^1], "resume")).ShouldBe(HttpStatusCode.OK);
        foreach (var job in jobs) await Archived.UntilAsync(server, job, "Success");
    }

    [LocalPostgresFact]
    public async Task ends_jobs_that_came_back_without_what_they_need()
    {
        await using var server = await ServerProcess.StartAsync(("ConcurrentJobs", 1), ("JobsHistorySize", 100));
        var jobs = await SubmitAsync(server);
        await server.StopAsync();
        await StartingOnTheWrongThings.TellDatabaseAsync(server,
            "drop schema jobs cascade; drop schema messages cascade; drop schema views cascade");

        await server.StartAgainAsync();

        foreach (var job in jobs)
        {
            var state = await Archived.StateAsync(server, job);
            if (job == jobs[^1])
            {
                state.ShouldBe("Failure");
                JsonElement.Parse(await Archived.TextAsync(server, $"/jobs/{job}")).Text("ErrorDetails")!.ShouldContain("restored");
            }
            state.ShouldBeOneOf("Failure", "Success");
            (await ControlAsync(server, job, "resubmit")).ShouldBe(HttpStatusCode.BadRequest);
            using var deleted = await server.Http.DeleteAsync(new Uri($"/jobs/{job}", UriKind.Relative));
            deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        (await Archived.TextAsync(server, "/jobs")).Trim().ShouldBe("[]");
    }

    // The last one is paused before its turn comes; of the others, some have ended by now and some have not.
    private static async Task<IReadOnlyList<string>> SubmitAsync(ServerProcess server)
    {
        for (var number = 0; number < 8; number++)
            await Archived.UploadAsync(server, SyntheticInstance.Create(patient: 330, instance: number));
        var jobs = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            using var answer = await server.Http.PostAsync(
                new Uri($"/patients/{Domain.OrthancId.OfPatient("SYN330")}/anonymize", UriKind.Relative),
                new StringContent("""{ "Asynchronous": true }"""));
            jobs.Add((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!);
        }
        (await ControlAsync(server, jobs[^1], "pause")).ShouldBe(HttpStatusCode.OK);
        return jobs;
    }

    private static async Task<HttpStatusCode> ControlAsync(ServerProcess server, string job, string action)
    {
        using var answer = await server.Http.PostAsync(new Uri($"/jobs/{job}/{action}", UriKind.Relative), null);
        return answer.StatusCode;
    }
}
