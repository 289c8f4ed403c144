using System.Diagnostics;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Domain;
using EventDicom.Support.Postgres;
using Xunit.Abstractions;

namespace EventDicom.Api.Tests.Jobs;

public sealed class SurvivingTheEndOfANode(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int Instances = 64 * 12 + 5;

    [LocalPostgresFact]
    public async Task goes_on_by_itself_after_kills_to_the_result_of_an_undisturbed_run()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        var random = new Random(20261124);
        var server = await JobProcess.StartAsync(data, submits: Instances);
        var id = server.Job;
        try
        {
            for (var kill = 0; kill < 3; kill++)
            {
                await Task.Delay(random.Next(50, 700));
                await server.KillAsync();
                server.Dispose();
                server = await JobProcess.StartAsync(data);
            }
            await AssertDoneAsync(server, id);
        }
        finally
        {
            server.Dispose();
            await EndDatabaseAsync(data);
        }
    }

    [LocalPostgresFact]
    public async Task is_taken_over_by_another_node()
    {
        using var folder = new TemporaryFolder();
        using var second = await JobProcess.StartAsync(Path.Combine(folder.Path, "second"), postgres.ConnectionString);
        using var first = await JobProcess.StartAsync(Path.Combine(folder.Path, "first"), postgres.ConnectionString, Instances);
        while ((await second.JobAsync(first.Job)).GetProperty("Progress").GetInt32() == 0) await Task.Delay(20);
        await first.KillAsync();
        var clock = Stopwatch.StartNew();

        await AssertDoneAsync(second, first.Job);
        output.WriteLine($"The job had ended {clock.Elapsed.TotalSeconds:f1} s after the death of the node that had it");
    }

    private static async Task AssertDoneAsync(JobProcess server, string id)
    {
        var content = (await server.UntilDoneAsync(id)).GetProperty("Content");
        content.GetProperty("Found").GetInt32().ShouldBe(Instances);
        content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
        (await server.JsonAsync("/statistics")).GetProperty("CountInstances").GetInt32().ShouldBe(Instances);
        var stored = (await server.JsonAsync("/changes?limit=100000")).GetProperty("Changes").EnumerateArray()
            .Count(change => change.Text("ChangeType") == "NewInstance");
        stored.ShouldBe(Instances, "each was stored once, although instances are overwritten and chunks repeated");

        var patient = OrthancId.OfPatient($"SYN{StoringKind.Patient}");
        var shown = await server.JsonAsync($"/patients/{patient}");
        shown.Text("AnonymizedFrom").ShouldBe("source patient");
        (await server.JsonAsync($"/patients/{patient}/metadata?expand")).Text("AnonymizedFrom").ShouldBe("source patient");
        foreach (var (level, source) in ((string, string)[])[("studies", "source study"), ("series", "source series"),
            ("instances", "source")])
        {
            var resource = (await server.JsonAsync($"/{level}?expand&since=0&limit=1")).EnumerateArray().Single();
            (resource.Text("AnonymizedFrom"), resource.TryGetProperty("ModifiedFrom", out _)).ShouldBe((source, false));
        }
    }

    // A killed server leaves its database running for the next one; the last one ends it.
    private static async Task EndDatabaseAsync(string data)
    {
        using var held = EventDicom.Api.Hosting.DataFolderLock.Acquire(data);
        await using var postgres = await EventDicom.Api.Hosting.EmbeddedPostgres.StartAsync(
            held, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None);
    }
}
