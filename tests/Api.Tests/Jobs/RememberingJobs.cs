using System.Text.Json;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Support.Postgres;
using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>What a server remembers of jobs: over its restart, and of those that have ended.</summary>
public sealed class RememberingJobs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [LocalPostgresFact]
    public async Task goes_on_after_a_restart_or_fails_what_was_under_way_as_it_is_configured()
    {
        string running, waiting, ended;
        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"ConcurrentJobs\": 1,"))
        {
            ended = await server.SubmitAsync(new(Poison: ["i0"]));
            await server.UntilAsync(ended, "Failure");
            running = await server.SubmitAsync(new(Gate: true), instances: 130);
            waiting = await server.SubmitAsync(new());
            await server.UntilAsync(running, "Running");
            server.Kind.Open(running);
            await JobServer.UntilAsync(() => server.Kind.Chunks.Count(chunk => chunk.Job == running) == 2);
        }

        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"ConcurrentJobs\": 1,"))
        {
            await JobServer.UntilAsync(() => server.Kind.Chunks.Any(chunk => chunk.Job == running));
            (await server.JobAsync(waiting)).Text("State").ShouldBe("Pending");
        }

        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"SaveJobs\": false,"))
        {
            foreach (var id in (string[])[running, waiting])
                (await server.UntilAsync(id, "Failure")).GetProperty("ErrorCode").GetInt32().ShouldBe(37);
            (await server.JobAsync(ended)).GetProperty("ErrorCode").GetInt32().ShouldBe(15);
            (await server.ControlAsync(ended, "resubmit")).ShouldBe(HttpStatusCode.OK);
        }
    }

    [LocalPostgresFact]
    public async Task lists_no_more_ended_jobs_than_it_may_and_answers_who_waits_all_the_same()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"JobsHistorySize\": 1,");
        var first = (await server.Answers.RunAsync(JobServer.New(new(), 1), default)).Value;
        var second = (await server.Answers.RunAsync(JobServer.New(new(), 1), default)).Value;

        (await ListAsync(server)).ShouldBe([second.Id]);
        using var gone = await server.Http.GetAsync(new Uri($"/jobs/{first.Id}", UriKind.Relative));
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await JobServer.UntilAsync(() => Saga(server, first.Id) is null && Saga(server, second.Id) is not null);

        await using var none = await JobServer.StartAsync(postgres.ConnectionString, options: "\"JobsHistorySize\": 0,");
        (await none.Answers.RunAsync(JobServer.New(new(), 1), default)).Value.State.ShouldBe(JobState.Success);
        (await ListAsync(none)).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task has_as_many_places_as_it_is_configured_and_one_for_each_processor_for_none()
    {
        foreach (var (configured, places) in ((int, int)[])[(1, 1), (0, Environment.ProcessorCount)])
        {
            await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: $"\"ConcurrentJobs\": {configured},");
            var jobs = new List<string>();
            for (var i = 0; i <= places; i++) jobs.Add(await server.SubmitAsync(new(Gate: true)));

            foreach (var id in jobs[..places]) await server.UntilAsync(id, "Running");
            (await server.JobAsync(jobs[places])).Text("State").ShouldBe("Pending");

            server.Kind.Open(jobs[0]);
            await server.UntilAsync(jobs[places], "Running");
            foreach (var id in jobs[1..]) server.Kind.Open(id);
            foreach (var id in jobs) await server.UntilAsync(id, "Success");
        }
    }

    [LocalPostgresFact]
    public async Task lets_only_one_of_two_messages_to_a_job_have_its_way()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var id = await server.SubmitAsync(new(Gate: true));
        await server.UntilAsync(id, "Running");
        var store = server.Services.GetRequiredService<IDocumentStore>();
        await using var one = store.LightweightSession();
        await using var other = store.LightweightSession();
        foreach (var session in (IDocumentSession[])[one, other])
        {
            var saga = (await session.LoadAsync<JobSaga>(id)).ShouldNotBeNull();
            session.UpdateRevision(saga, saga.Version + 1);
        }

        await one.SaveChangesAsync();

        await Should.ThrowAsync<ConcurrencyException>(() => other.SaveChangesAsync());
        server.Kind.Open(id);
        await server.UntilAsync(id, "Success");
    }

    [LocalPostgresFact]
    public async Task listens_to_many_at_once()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var id = await server.SubmitAsync(new(Gate: true), instances: 130);
        await server.UntilAsync(id, "Running");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.ControlAsync(id, "pause")));

        answers.ShouldAllBe(answer => answer == HttpStatusCode.OK);
        await using var session = server.Services.GetRequiredService<IDocumentStore>().QuerySession();
        (await session.Events.FetchStreamAsync(JobStreams.Of(id))).Count(@event => @event.Data is JobPauseRequested).ShouldBe(1);
        server.Kind.Open(id);
        await server.UntilAsync(id, "Paused");
        await server.ControlAsync(id, "cancel");
    }

    private static JobSaga? Saga(JobServer server, string id)
    {
        using var session = server.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return session.LoadAsync<JobSaga>(id).GetAwaiter().GetResult();
    }

    private static async Task<IReadOnlyList<string?>> ListAsync(JobServer server) =>
        JsonElement.Parse(await server.Http.GetStringAsync(new Uri("/jobs", UriKind.Relative))).Texts();
}
