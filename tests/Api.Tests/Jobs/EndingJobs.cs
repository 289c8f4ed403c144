using System.Globalization;
using System.Text.Json;
using EventDicom.Support.Postgres;
using Script = EventDicom.Api.Tests.Jobs.ScriptedKind.Script;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>How jobs come to their end, and what they show of themselves on the way.</summary>
public sealed class EndingJobs(OneJobServer one) : IClassFixture<OneJobServer>
{
    private static readonly Script s_gated = new(Gate: true);

    private JobServer Server => one.Server;

    [LocalPostgresTheory]
    [InlineData("cancel")]
    [InlineData("pause")]
    public async Task ends_with_its_own_error_when_the_step_fails_that_was_under_way(string action)
    {
        var id = await Server.SubmitAsync(new(Gate: true, Poison: ["i0"]), instances: 130);
        await Server.UntilAsync(id, "Running");
        (await Server.ControlAsync(id, action)).ShouldBe(HttpStatusCode.OK);

        Server.Kind.Open(id);

        (await Server.UntilAsync(id, "Failure")).GetProperty("ErrorCode").GetInt32().ShouldBe(15);
    }

    [LocalPostgresTheory]
    [InlineData("cancel")]
    [InlineData("pause")]
    public async Task succeeds_when_the_step_that_was_under_way_was_the_last(string action)
    {
        var id = await Server.SubmitAsync(s_gated, instances: 0);
        await Server.UntilAsync(id, "Running");
        (await Server.ControlAsync(id, action)).ShouldBe(HttpStatusCode.OK);

        Server.Kind.Open(id);

        (await Server.UntilAsync(id, "Success")).GetProperty("ErrorCode").GetInt32().ShouldBe(0);
    }

    [LocalPostgresTheory]
    [InlineData("cancel")]
    [InlineData("pause")]
    public async Task never_interrupts_a_step(string action)
    {
        var id = await Server.SubmitAsync(s_gated, instances: 130);
        await Server.UntilAsync(id, "Running");
        (await Server.ControlAsync(id, action)).ShouldBe(HttpStatusCode.OK);
        (await Server.ControlAsync(id, action)).ShouldBe(HttpStatusCode.OK, "to ask twice is no error");
        (await Server.JobAsync(id)).Text("State").ShouldBe("Running");

        Server.Kind.Open(id);

        var ended = await Server.UntilAsync(id, action == "cancel" ? "Failure" : "Paused");
        ended.GetProperty("Progress").GetInt32().ShouldBe(49, "64 of 130 and the completion are done");
        ended.TryGetProperty("EstimatedTimeOfArrival", out _).ShouldBeFalse();
        Server.Kind.Chunks.Count(chunk => chunk.Job == id).ShouldBe(1);
        if (action == "pause") await Server.ControlAsync(id, "cancel");
    }

    [LocalPostgresFact]
    public async Task cancels_rather_than_pauses_when_it_is_asked_for_both()
    {
        var id = await Server.SubmitAsync(s_gated, instances: 130);
        await Server.UntilAsync(id, "Running");
        foreach (var action in (string[])["pause", "cancel"]) (await Server.ControlAsync(id, action)).ShouldBe(HttpStatusCode.OK);

        Server.Kind.Open(id);

        (await Server.UntilAsync(id, "Failure")).GetProperty("ErrorCode").GetInt32().ShouldBe(37);
    }

    [LocalPostgresFact]
    public async Task shows_a_failed_job_with_its_error_until_it_runs_again()
    {
        var id = await Server.SubmitAsync(new(Gate: true, Poison: ["i100"]), instances: 130);
        await Server.UntilAsync(id, "Running");
        Server.Kind.Open(id, 2);
        var failed = await Server.UntilAsync(id, "Failure");
        failed.Names().ShouldBe([
            "CompletionTime", "Content", "CreationTime", "EffectiveRuntime", "ErrorCode", "ErrorDescription", "ErrorDetails", "ID",
            "Priority", "Progress", "State",
            "Timestamp", "Type"]);
        (failed.GetProperty("ErrorCode").GetInt32(), failed.Text("ErrorDescription"), failed.GetProperty("Progress").GetInt32())
            .ShouldBe((15, "Bad file format", 49));

        var others = await Server.FillPlacesAsync();
        (await Server.ControlAsync(id, "resubmit")).ShouldBe(HttpStatusCode.OK);

        var waiting = await Server.JobAsync(id);
        (waiting.Text("State"), waiting.GetProperty("ErrorCode").GetInt32(), waiting.Text("ErrorDescription"))
            .ShouldBe(("Pending", 15, "Bad file format"));
        (waiting.GetProperty("Progress").GetInt32(), waiting.GetProperty("EffectiveRuntime").GetDouble()).ShouldBe((0, 0));
        waiting.TryGetProperty("CompletionTime", out _).ShouldBeFalse();
        waiting.GetProperty("Content").GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
        foreach (var other in others) Server.Kind.Open(other);
        var running = await Server.UntilAsync(id, "Running");
        (running.GetProperty("ErrorCode").GetInt32(), running.Text("ErrorDescription"), running.Text("ErrorDetails"))
            .ShouldBe((0, "Success", ""));
        Server.Kind.Open(id, 2);
        await Server.UntilAsync(id, "Failure");
    }

    [LocalPostgresFact]
    public async Task counts_only_the_time_that_a_job_runs()
    {
        var id = await Server.SubmitAsync(s_gated, instances: 130);
        await Server.UntilAsync(id, "Running");
        await JobServer.UntilAsync(() => Runtime(Server.JobAsync(id).Result) > 0.05);
        await Server.ControlAsync(id, "pause");
        Server.Kind.Open(id);
        var paused = await Server.UntilAsync(id, "Paused");

        // The clock that shows the time goes on, the one of the job does not.
        await JobServer.UntilAsync(() =>
            Time(Server.JobAsync(id).Result, "Timestamp") - Time(paused, "Timestamp") > TimeSpan.FromMilliseconds(200));

        Runtime(await Server.JobAsync(id)).ShouldBe(Runtime(paused));
        await Server.ControlAsync(id, "resume");
        Server.Kind.Open(id, 2);
        var done = await Server.UntilAsync(id, "Success");
        Runtime(done).ShouldBeGreaterThanOrEqualTo(Runtime(paused));
        Runtime(done).ShouldBeLessThan((Time(done, "CompletionTime") - Time(done, "CreationTime")).TotalSeconds - 0.2);
        Time(done, "CompletionTime").ShouldBeLessThanOrEqualTo(Time(done, "Timestamp"));
    }

    [LocalPostgresFact]
    public async Task counts_the_jobs_of_each_sort()
    {
        var before = await GaugesAsync();
        string[] running = [await Server.SubmitAsync(s_gated, instances: 130), await Server.SubmitAsync(s_gated, instances: 130)];
        foreach (var id in running) await Server.UntilAsync(id, "Running");
        var pending = await Server.SubmitAsync(new());
        var paused = await Server.SubmitAsync(new());
        await Server.ControlAsync(paused, "pause");
        var cancelled = await Server.SubmitAsync(new());
        await Server.ControlAsync(cancelled, "cancel");

        (await DifferenceAsync(before)).ShouldBe([("completed", 1), ("failed", 1), ("pending", 1), ("running", 3), ("success", 0)]);

        foreach (var id in running) Server.Kind.Open(id, 3);
        foreach (var id in (string[])[.. running, pending]) await Server.UntilAsync(id, "Success");
        (await DifferenceAsync(before)).ShouldBe([("completed", 4), ("failed", 1), ("pending", 0), ("running", 1), ("success", 3)]);
        var retry = await Server.SubmitAsync(new(Throws: 1));
        await Server.UntilAsync(retry, "Retry");
        (await DifferenceAsync(before)).ShouldBe([("completed", 4), ("failed", 1), ("pending", 1), ("running", 1), ("success", 3)]);
        foreach (var id in (string[])[paused, retry]) await Server.ControlAsync(id, "cancel");
    }

    private async Task<SortedDictionary<string, int>> GaugesAsync()
    {
        var gauges = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in (await Server.Http.GetStringAsync(new Uri("/tools/metrics-prometheus", UriKind.Relative))).Split('\n'))
            if (line.StartsWith("orthanc_jobs_", StringComparison.Ordinal) && line.Split(' ') is [var name, var value, ..])
                gauges[name["orthanc_jobs_".Length..]] = int.Parse(value, CultureInfo.InvariantCulture);
        // Since 1.13 these three have another name; both are there.
        foreach (var ended in (string[])["completed", "success", "failed"])
        {
            gauges.Remove($"total_{ended}", out var total).ShouldBeTrue();
            total.ShouldBe(gauges[ended]);
        }
        return gauges;
    }

    private async Task<IEnumerable<(string, int)>> DifferenceAsync(SortedDictionary<string, int> before) =>
        [.. (await GaugesAsync()).Select(gauge => (gauge.Key, gauge.Value - before[gauge.Key]))];

    private static double Runtime(JsonElement job) => job.GetProperty("EffectiveRuntime").GetDouble();

    private static DateTime Time(JsonElement job, string name) =>
        DateTime.ParseExact(job.Text(name)!, "yyyyMMdd'T'HHmmss.ffffff", CultureInfo.InvariantCulture);
}
