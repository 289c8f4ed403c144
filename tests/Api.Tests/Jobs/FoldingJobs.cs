using EventDicom.Api.Tests.History;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Support.Postgres;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>What the engine knows of a job is what its events say, and no more: so the events alone are enough for a backup.</summary>
public sealed class FoldingJobs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [LocalPostgresFact]
    public async Task knows_of_a_job_what_its_stream_says_wherever_it_stands()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"JobsHistorySize\": 100,");

        var succeeded = await server.SubmitAsync(new(), instances: 130);
        await server.UntilAsync(succeeded, "Success");
        await FoldsAsync(server, succeeded);

        var failed = await server.SubmitAsync(new(Poison: ["i100"]), instances: 130);
        await server.UntilAsync(failed, "Failure");
        await FoldsAsync(server, failed);
        await server.ControlAsync(failed, "resubmit");
        await server.UntilAsync(failed, "Failure");
        await FoldsAsync(server, failed);

        var postponed = await server.SubmitAsync(new(Throws: 1));
        await server.UntilAsync(postponed, "Success");
        await FoldsAsync(server, postponed);

        var paused = await server.SubmitAsync(new(Gate: true), instances: 130);
        await server.UntilAsync(paused, "Running");
        await server.ControlAsync(paused, "pause");
        await FoldsAsync(server, paused);
        server.Kind.Open(paused);
        await server.UntilAsync(paused, "Paused");
        await FoldsAsync(server, paused);
        await server.ControlAsync(paused, "cancel");
        await JobServer.UntilAsync(() => server.Kind.Undone.Contains(paused) && !SagaAsync(server, paused).Result.Job.IsUndoing);
        await FoldsAsync(server, paused);
        (await EventsAsync(server, paused))[^3..].ShouldBe([typeof(JobFailed), typeof(JobUndoStarted), typeof(JobUndone)]);
    }

    [LocalPostgresFact]
    public async Task knows_from_the_events_that_a_job_is_about_to_fail()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var failing = await server.SubmitAsync(new(Poison: ["i0"], Sticks: 2));

        await JobServer.UntilAsync(() => server.Kind.Undone.Contains(failing));

        var job = await FoldsAsync(server, failing);
        (job.State, job.IsUndoing, job.Failing?.Error).ShouldBe((JobState.Running, true, OrthancError.BadFileFormat));
        await server.UntilAsync(failing, "Failure");
        await FoldsAsync(server, failing);
        (await EventsAsync(server, failing))
            .ShouldBe([typeof(JobSubmitted), typeof(JobStarted), typeof(JobUndoStarted), typeof(JobUndone), typeof(JobFailed)]);
    }

    [LocalPostgresFact]
    public async Task fails_after_a_restore_of_the_events_alone_what_was_under_way()
    {
        string running, waiting, undoing, ended;
        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"ConcurrentJobs\": 2,"))
        {
            ended = await server.SubmitAsync(new());
            await server.UntilAsync(ended, "Success");
            running = await server.SubmitAsync(new(Gate: true), instances: 130);
            undoing = await server.SubmitAsync(new(Poison: ["i0"], Sticks: int.MaxValue));
            await server.UntilAsync(running, "Running");
            await JobServer.UntilAsync(() => server.Kind.Undone.Contains(undoing));
            waiting = await server.SubmitAsync(new());
            await server.ControlAsync(waiting, "pause");
        }
        await using (var database = NpgsqlDataSource.Create(postgres.ConnectionString))
        {
            await using var drop = database.CreateCommand("drop schema jobs cascade; drop schema messages cascade");
            await drop.ExecuteNonQueryAsync();
        }

        await using (var server = await JobServer.StartAsync(postgres.ConnectionString))
        {
            foreach (var id in (string[])[running, waiting, undoing])
            {
                var shown = await server.JobAsync(id);
                (shown.Text("State"), shown.GetProperty("ErrorCode").GetInt32()).ShouldBe(("Failure", 37));
                shown.Text("ErrorDetails").ShouldNotBeNull().ShouldContain("restored");
                var job = await FoldsAsync(server, id);
                (job.IsOrderLost, job.IsUndoing, job.Failing).ShouldBe((true, false, null));
                (await EventsAsync(server, id))[^2..].ShouldBe([typeof(JobOrderLost), typeof(JobFailed)]);
                (await server.ControlAsync(id, "resubmit")).ShouldBe(HttpStatusCode.BadRequest);
            }
            (await server.JobAsync(ended)).Text("State").ShouldBe("Success");
            await FoldsAsync(server, ended);
            using var forgotten = await server.Http.DeleteAsync(new Uri($"/jobs/{running}", UriKind.Relative));
            forgotten.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static async Task<Job> FoldsAsync(JobServer server, string id)
    {
        // Both in one look: events may be added in between.
        for (var look = 0; ; look++)
        {
            var before = await SagaAsync(server, id);
            var events = await server.StreamAsync(JobStreams.Of(id));
            if ((await SagaAsync(server, id)).Version != before.Version && look < 100) continue;
            var folded = events.Aggregate(new Job(), (job, @event) => job.Apply(@event.Data));
            before.Job.ShouldBe(folded);
            before.Asked.CorrelationId.ShouldBe(events[0].CorrelationId);
            return folded;
        }
    }

    private static async Task<JobSaga> SagaAsync(JobServer server, string id)
    {
        await using var session = server.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return (await session.LoadAsync<JobSaga>(id)).ShouldNotBeNull();
    }

    private static async Task<List<Type>> EventsAsync(JobServer server, string id) =>
        [.. (await server.StreamAsync(JobStreams.Of(id))).Select(@event => @event.Data.GetType())];
}
