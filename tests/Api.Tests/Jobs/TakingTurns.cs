using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Support.Postgres;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>No two steps of one job are ever under way together, and none follows one that failed.</summary>
public sealed class TakingTurns(OneJobServer one) : IClassFixture<OneJobServer>
{
    private JobServer Server => one.Server;

    [LocalPostgresFact]
    public async Task leaves_a_step_to_the_node_that_is_at_it()
    {
        var id = await Server.SubmitAsync(new(Gate: true), instances: 2);
        await JobServer.UntilAsync(() => Server.Kind.Chunks.Any(chunk => chunk.Job == id));

        (await AnotherNode().HandleAsync(new WorkChunk(id, 1, 0))).ShouldBeNull();

        Server.Kind.Chunks.Count(chunk => chunk.Job == id).ShouldBe(1);
        Server.Kind.Open(id, 2);
        await Server.UntilAsync(id, "Success");
    }

    [LocalPostgresFact]
    public async Task does_nothing_more_for_a_job_that_fails_until_all_is_undone()
    {
        var id = await Server.SubmitAsync(new(Poison: ["i1"], Sticks: 2), instances: 2);
        await JobServer.UntilAsync(() => Server.Kind.Undone.Contains(id));

        // What was sent again meanwhile, or lay about since a crash.
        (await AnotherNode().HandleAsync(new WorkChunk(id, 1, 0))).ShouldBeNull();
        (await AnotherNode().HandleAsync(new CompleteJob(id, 1))).ShouldBeNull();
        (await Server.JobAsync(id)).Text("State").ShouldBe("Running");

        var failed = await Server.UntilAsync(id, "Failure");
        (failed.GetProperty("ErrorCode").GetInt32(), failed.Text("ErrorDetails")).ShouldBe((15, "Instance i1: is poisoned"));
        Server.Kind.Undone.Count(undone => undone == id).ShouldBe(3);
        Server.Kind.Chunks.Count(chunk => chunk.Job == id).ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task passes_over_a_stale_order_to_undo()
    {
        var id = await Server.SubmitAsync(new(Gate: true), instances: 2);
        await Server.UntilAsync(id, "Running");
        Server.Kind.Open(id);
        (await AnotherNode().HandleAsync(new AbandonJob(id, 1))).ShouldBeNull();

        await Server.UntilAsync(id, "Success");
        Server.Kind.Undone.ShouldNotContain(id);
    }

    private JobSteps AnotherNode() => new(
        Server.Services.GetRequiredService<JobKinds>(), Server.Services.GetRequiredService<IDocumentStore>(),
        Server.Services.GetRequiredService<IJobLocks>(), new(),
        Server.Services.GetRequiredService<IHostApplicationLifetime>(), NullLogger<JobSteps>.Instance);
}
