using System.Text.Json;
using EventDicom.Domain.Errors;
using EventDicom.Support.Postgres;
using Npgsql;
using Script = EventDicom.Api.Tests.Jobs.ScriptedKind.Script;

namespace EventDicom.Api.Tests.Jobs;

public sealed class RunningJobs(OneJobServer one) : IClassFixture<OneJobServer>
{
    private static readonly Script s_plain = new(), s_gated = new(Gate: true);

    private JobServer Server => one.Server;

    [LocalPostgresFact]
    public async Task shows_a_finished_job_with_every_field_and_nothing_else()
    {
        var id = await Server.SubmitAsync(s_plain, instances: 130, priority: -3);

        var job = await Server.UntilAsync(id, "Success");

        job.Names().ShouldBe([
            "CompletionTime", "Content", "CreationTime", "EffectiveRuntime", "ErrorCode", "ErrorDescription", "ErrorDetails", "ID",
            "Priority", "Progress", "State",
            "Timestamp", "Type"]);
        job.GetProperty("Content").Names().ShouldBe(["Description", "FailedInstancesCount", "Found", "InstancesCount", "IsAnonymization"]);
        job.GetProperty("Content").GetProperty("Found").GetInt32().ShouldBe(130);
        job.GetProperty("Content").GetProperty("InstancesCount").GetInt32().ShouldBe(130);
        job.GetProperty("Content").Text("Description").ShouldBe("REST API");
        (job.GetProperty("Progress").GetInt32(), job.GetProperty("Priority").GetInt32(), job.GetProperty("ErrorCode").GetInt32())
            .ShouldBe((100, -3, 0));
        (job.Text("ErrorDescription"), job.Text("ErrorDetails"), job.Text("ID"), job.Text("Type"))
            .ShouldBe(("Success", "", id, "Scripted"));
        foreach (var time in (string[])["CompletionTime", "CreationTime", "Timestamp"])
            job.Text(time)!.ShouldMatch(@"^\d{8}T\d{6}\.\d{6}$");
        Server.Kind.Chunks.Where(chunk => chunk.Job == id).Select(chunk => chunk.Instances).ShouldBe([64, 64, 2]);
    }

    [LocalPostgresFact]
    public async Task shows_how_far_a_running_job_is()
    {
        var id = await Server.SubmitAsync(s_gated, instances: 100);
        await Server.UntilAsync(id, "Running");
        var begun = await Server.JobAsync(id);
        begun.GetProperty("Progress").GetInt32().ShouldBe(0);
        begun.TryGetProperty("EstimatedTimeOfArrival", out _).ShouldBeFalse();
        begun.TryGetProperty("CompletionTime", out _).ShouldBeFalse();

        Server.Kind.Open(id);
        await JobServer.UntilAsync(() => Server.Kind.Chunks.Count(chunk => chunk.Job == id) == 2);

        var half = await Server.JobAsync(id);
        half.GetProperty("Progress").GetInt32().ShouldBe(63);
        half.Text("EstimatedTimeOfArrival")!.ShouldMatch(@"^\d{8}T\d{6}\.\d{6}$");
        half.GetProperty("EffectiveRuntime").GetDouble().ShouldBeGreaterThan(0);
        Server.Kind.Open(id);
        await Server.UntilAsync(id, "Success");
    }

    [LocalPostgresFact]
    public async Task refuses_what_a_running_job_cannot_do_and_pauses_it_at_the_end_of_its_step()
    {
        var id = await Server.SubmitAsync(s_gated, instances: 130);
        await Server.UntilAsync(id, "Running");
        foreach (var action in (string[])["resume", "resubmit"])
            (await Server.ControlAsync(id, action)).ShouldBe(HttpStatusCode.BadRequest, action);
        (await DeleteAsync($"/jobs/{id}")).ShouldBe(HttpStatusCode.NotFound);

        (await Server.ControlAsync(id, "pause")).ShouldBe(HttpStatusCode.OK);
        (await Server.JobAsync(id)).Text("State").ShouldBe("Running");
        Server.Kind.Open(id);
        await Server.UntilAsync(id, "Paused");
        (await Server.ControlAsync(id, "pause")).ShouldBe(HttpStatusCode.OK);
        (await Server.ControlAsync(id, "resubmit")).ShouldBe(HttpStatusCode.BadRequest);

        (await Server.ControlAsync(id, "resume")).ShouldBe(HttpStatusCode.OK);
        Server.Kind.Open(id, 2);
        await Server.UntilAsync(id, "Success");
        Server.Kind.Chunks.Count(chunk => chunk.Job == id).ShouldBe(3, "it goes on where it stopped");
        foreach (var (action, answer) in ((string, HttpStatusCode)[])[("pause", HttpStatusCode.OK), ("cancel", HttpStatusCode.OK),
            ("resume", HttpStatusCode.BadRequest), ("resubmit", HttpStatusCode.BadRequest)])
            (await Server.ControlAsync(id, action)).ShouldBe(answer, action);
        (await Server.JobAsync(id)).Text("State").ShouldBe("Success");
    }

    [LocalPostgresFact]
    public async Task undoes_what_a_cancelled_job_did_and_starts_it_over()
    {
        var id = await Server.SubmitAsync(s_gated, instances: 130);
        await Server.UntilAsync(id, "Running");
        (await Server.ControlAsync(id, "cancel")).ShouldBe(HttpStatusCode.OK);
        Server.Kind.Open(id);

        var failed = await Server.UntilAsync(id, "Failure");
        (failed.GetProperty("ErrorCode").GetInt32(), failed.Text("ErrorDescription")).ShouldBe((37, "This job was canceled"));
        Server.Kind.Undone.ShouldContain(id);
        foreach (var (action, answer) in ((string, HttpStatusCode)[])[("pause", HttpStatusCode.OK), ("cancel", HttpStatusCode.OK),
            ("resume", HttpStatusCode.BadRequest)])
            (await Server.ControlAsync(id, action)).ShouldBe(answer, action);

        (await Server.ControlAsync(id, "resubmit")).ShouldBe(HttpStatusCode.OK);
        Server.Kind.Open(id, 3);
        var done = await Server.UntilAsync(id, "Success");
        done.GetProperty("Content").GetProperty("Found").GetInt32().ShouldBe(130, "no finding of the first run is left");
        done.GetProperty("ErrorCode").GetInt32().ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task controls_a_job_that_waits()
    {
        var places = await Server.FillPlacesAsync();
        var (first, second) = (places[0], places[1]);
        var waiting = await Server.SubmitAsync(s_plain, instances: 2);
        (await Server.JobAsync(waiting)).Text("State").ShouldBe("Pending");
        foreach (var action in (string[])["resume", "resubmit"])
            (await Server.ControlAsync(waiting, action)).ShouldBe(HttpStatusCode.BadRequest, action);

        (await Server.ControlAsync(waiting, "pause")).ShouldBe(HttpStatusCode.OK);
        (await Server.JobAsync(waiting)).Text("State").ShouldBe("Paused");
        (await Server.ControlAsync(waiting, "resume")).ShouldBe(HttpStatusCode.OK);
        (await Server.JobAsync(waiting)).Text("State").ShouldBe("Pending");
        (await Server.ControlAsync(waiting, "cancel")).ShouldBe(HttpStatusCode.OK);
        (await Server.JobAsync(waiting)).GetProperty("ErrorCode").GetInt32().ShouldBe(37);
        (await Server.ControlAsync(waiting, "resubmit")).ShouldBe(HttpStatusCode.OK);
        var again = await Server.JobAsync(waiting);
        (again.Text("State"), again.GetProperty("ErrorCode").GetInt32())
            .ShouldBe(("Pending", 37), "the old error is shown until it runs again");

        foreach (var id in (string[])[first, second]) Server.Kind.Open(id);
        await Server.UntilAsync(waiting, "Success");
    }

    [LocalPostgresFact]
    public async Task gives_places_by_priority_then_by_submission_and_to_another_when_one_is_paused()
    {
        var places = await Server.FillPlacesAsync();
        var (first, second) = (places[0], places[1]);
        var low = await Server.SubmitAsync(s_gated, priority: -1);
        var early = await Server.SubmitAsync(s_gated);
        var late = await Server.SubmitAsync(s_gated);
        var high = await Server.SubmitAsync(s_gated, priority: 5);
        await Server.ControlAsync(first, "pause");

        Server.Kind.Open(first);
        await Server.UntilAsync(first, "Paused");
        foreach (var next in (string[])[high, early, late, low])
        {
            await Server.UntilAsync(next, "Running");
            (await Server.JobAsync(second)).Text("State").ShouldBe("Running");
            await CountAsync("running", 3); // one of them is the paused one
            Server.Kind.Open(next);
            await Server.UntilAsync(next, "Success");
        }

        Server.Kind.Open(second);
        await Server.ControlAsync(first, "resume");
        foreach (var id in (string[])[first, second]) await Server.UntilAsync(id, "Success");
    }

    [LocalPostgresFact]
    public async Task fails_with_a_reason_that_names_the_poisoned_instance()
    {
        var id = await Server.SubmitAsync(new(Poison: ["i70"]), instances: 130);

        var job = await Server.UntilAsync(id, "Failure");

        (job.GetProperty("ErrorCode").GetInt32(), job.Text("ErrorDetails")).ShouldBe((15, "Instance i70: is poisoned"));
        Server.Kind.Undone.Count(undone => undone == id).ShouldBe(1);
        Server.Kind.Chunks.Count(chunk => chunk.Job == id).ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task counts_poisoned_instances_where_that_is_permitted()
    {
        var id = await Server.SubmitAsync(new(Poison: ["i1", "i70"]), instances: 130, permissive: true);

        (await Server.UntilAsync(id, "Success")).GetProperty("Content").GetProperty("FailedInstancesCount").GetInt32().ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task tries_a_step_again_that_failed_for_no_known_reason()
    {
        var id = await Server.SubmitAsync(new(Throws: 1));

        await Server.UntilAsync(id, "Retry");
        foreach (var action in (string[])["resume", "resubmit"])
            (await Server.ControlAsync(id, action)).ShouldBe(HttpStatusCode.BadRequest, action);
        await Server.UntilAsync(id, "Success");
        Server.Kind.Thrown[id].ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task pauses_and_cancels_one_that_waits_to_be_tried_again()
    {
        var paused = await Server.SubmitAsync(new(Throws: 1));
        await Server.UntilAsync(paused, "Retry");
        (await Server.ControlAsync(paused, "pause")).ShouldBe(HttpStatusCode.OK);
        (await Server.JobAsync(paused)).Text("State").ShouldBe("Paused");

        var cancelled = await Server.SubmitAsync(new(Throws: 1));
        await Server.UntilAsync(cancelled, "Retry");
        (await Server.ControlAsync(cancelled, "cancel")).ShouldBe(HttpStatusCode.OK);
        (await Server.JobAsync(cancelled)).Text("State").ShouldBe("Failure");

        (await Server.ControlAsync(paused, "resume")).ShouldBe(HttpStatusCode.OK);
        await Server.UntilAsync(paused, "Success");
        (await Server.JobAsync(cancelled)).Text("State").ShouldBe("Failure");
    }

    [LocalPostgresFact]
    public async Task answers_one_who_waits_with_the_content_or_with_the_error_of_the_job()
    {
        (await Server.Answers.RunAsync(JobServer.New(s_plain, 3), default)).Value.Content.GetProperty("Found").GetInt32().ShouldBe(3);

        (await Server.Answers.RunAsync(JobServer.New(new(Refuses: true), 0), default))
            .Refused.ShouldBe(new(OrthancError.InexistentItem, "Nothing to be had"));
    }

    [LocalPostgresFact]
    public async Task goes_on_when_the_one_who_waits_goes_away()
    {
        using var gone = new CancellationTokenSource();
        var waiting = Server.Answers.RunAsync(JobServer.New(s_gated, 1), gone.Token);
        await JobServer.UntilAsync(() => Server.Kind.Chunks.Last() is { } chunk && !Server.Kind.Completed.Contains(chunk.Job));
        var id = Server.Kind.Chunks.Last().Job;
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        Server.Kind.Open(id);
        await Server.UntilAsync(id, "Success");
    }

    [LocalPostgresFact]
    public async Task lists_jobs_by_id_and_forgets_one_that_has_ended()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add(await Server.SubmitAsync(s_plain));
        foreach (var id in ids) await Server.UntilAsync(id, "Success");

        var listed = (await JsonAsync("/jobs")).Texts();
        listed.ShouldBe(listed.Order(StringComparer.Ordinal));
        ids.ShouldBeSubsetOf(listed!);
        (await JsonAsync("/jobs?expand")).EnumerateArray().Select(job => job.Text("ID")).ShouldBe(listed);

        (await DeleteAsync($"/jobs/{ids[0]}")).ShouldBe(HttpStatusCode.OK);
        (await DeleteAsync($"/jobs/{ids[0]}")).ShouldBe(HttpStatusCode.NotFound);
        (await JsonAsync("/jobs")).Texts().ShouldNotContain(ids[0]);
        (await Server.ControlAsync(ids[0], "pause")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [LocalPostgresFact]
    public async Task knows_no_output_of_a_job_that_left_none()
    {
        var id = await Server.SubmitAsync(s_plain);
        await Server.UntilAsync(id, "Success");

        foreach (var path in (string[])[$"/jobs/{id}/archive", "/jobs/x/archive"])
        {
            (await SharedServer.RefusalAsync(Server.Http.GetAsync(new Uri(path, UriKind.Relative))))
                .ShouldBe((HttpStatusCode.NotFound, 7, null));
            (await SharedServer.RefusalAsync(Server.Http.DeleteAsync(new Uri(path, UriKind.Relative))))
                .ShouldBe((HttpStatusCode.NotFound, 7, null));
        }
    }

    [LocalPostgresFact]
    public async Task says_in_its_events_who_asked_for_what()
    {
        var id = await Server.SubmitAsync(s_plain);
        await Server.UntilAsync(id, "Success");

        await using var source = NpgsqlDataSource.Create(one.ConnectionString);
        await using var command = source.CreateCommand(
            $"select type, user_name, correlation_id, headers ->> 'origin' from events.mt_events where stream_id = 'job:{id}' "
            + $"order by version");
        await using var rows = await command.ExecuteReaderAsync();
        var events = new List<(string Type, string? User, string? Correlation, string? Origin)>();
        while (await rows.ReadAsync()) events.Add((rows.GetString(0), Text(rows, 1), Text(rows, 2), Text(rows, 3)));

        events.Select(@event => @event.Type).ShouldBe(["job_submitted", "job_started", "job_advanced", "job_succeeded"]);
        events[0].ShouldBe(("job_submitted", "alice", "request", "RestApi"));
        events[1].ShouldBe(("job_started", null, "request", "Unknown"), "it goes back to the request, though nobody asked for it");
    }

    [LocalPostgresFact]
    public async Task gives_equal_rows_after_a_rebuild()
    {
        foreach (var script in (Script[])[s_plain, new(Poison: ["i1"]), new(Throws: 1)]) await Server.SubmitAsync(script, instances: 70);
        await JobServer.UntilAsync(() =>
            JsonAsync("/jobs?expand").Result.EnumerateArray().All(job => job.Text("State") is "Success" or "Failure"));
        var before = await RowsAsync();

        using var rebuilt = await Server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null);

        rebuilt.EnsureSuccessStatusCode();
        (await RowsAsync()).ShouldBe(before);
        before.Count.ShouldBeGreaterThanOrEqualTo(3);
    }

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private async Task CountAsync(string what, int expected) =>
        (await Server.Http.GetStringAsync(new Uri("/tools/metrics-prometheus", UriKind.Relative)))
        .ShouldContain($"orthanc_jobs_{what} {expected} ");

    private async Task<JsonElement> JsonAsync(string path) =>
        JsonElement.Parse(await Server.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    private async Task<HttpStatusCode> DeleteAsync(string path)
    {
        using var answer = await Server.Http.DeleteAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private async Task<List<string>> RowsAsync()
    {
        await using var source = NpgsqlDataSource.Create(one.ConnectionString);
        await using var command = source.CreateCommand("select j::text from views.jobs j order by 1");
        await using var rows = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await rows.ReadAsync()) texts.Add(rows.GetString(0));
        return texts;
    }
}
