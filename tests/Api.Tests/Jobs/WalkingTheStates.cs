using EventDicom.Support.Postgres;
using Script = EventDicom.Api.Tests.Jobs.ScriptedKind.Script;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>Every action in every state: its answer, the state after it, and where the job comes to when it can go on.</summary>
public sealed class WalkingTheStates(OneJobServer one) : IClassFixture<OneJobServer>
{
    private static readonly Script s_gated = new(Gate: true);

    private JobServer Server => one.Server;

    [LocalPostgresTheory]
    [InlineData("Pending", "pause", true, "Paused", "Paused", 0)]
    [InlineData("Pending", "resume", false, "Pending", "Success", 0)]
    [InlineData("Pending", "cancel", true, "Failure", "Failure", 37)]
    [InlineData("Pending", "resubmit", false, "Pending", "Success", 0)]
    [InlineData("Running", "pause", true, "Running", "Paused", 0)]
    [InlineData("Running", "resume", false, "Running", "Success", 0)]
    [InlineData("Running", "cancel", true, "Running", "Failure", 37)]
    [InlineData("Running", "resubmit", false, "Running", "Success", 0)]
    [InlineData("Retry", "pause", true, "Paused", "Paused", 0)]
    [InlineData("Retry", "resume", false, "Retry", "Success", 0)]
    [InlineData("Retry", "cancel", true, "Failure", "Failure", 37)]
    [InlineData("Retry", "resubmit", false, "Retry", "Success", 0)]
    [InlineData("Paused", "pause", true, "Paused", "Paused", 0)]
    [InlineData("Paused", "resume", true, "Pending", "Success", 0)]
    [InlineData("Paused", "cancel", true, "Failure", "Failure", 37)]
    [InlineData("Paused", "resubmit", false, "Paused", "Paused", 0)]
    [InlineData("Success", "pause", true, "Success", "Success", 0)]
    [InlineData("Success", "resume", false, "Success", "Success", 0)]
    [InlineData("Success", "cancel", true, "Success", "Success", 0)]
    [InlineData("Success", "resubmit", false, "Success", "Success", 0)]
    [InlineData("Failure", "pause", true, "Failure", "Failure", 15)]
    [InlineData("Failure", "resume", false, "Failure", "Failure", 15)]
    [InlineData("Failure", "cancel", true, "Failure", "Failure", 15)]
    [InlineData("Failure", "resubmit", true, "Pending", "Failure", 15)]
    public async Task does_what_the_table_says(string state, string action, bool accepted, string atOnce, string inTheEnd, int error)
    {
        var (id, others) = await BringToAsync(state);
        try
        {
            (await Server.ControlAsync(id, action)).ShouldBe(accepted ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
            (await Server.JobAsync(id)).Text("State").ShouldBe(atOnce);
        }
        finally
        {
            foreach (var job in (string[])[id, .. others]) Server.Kind.Open(job, 10);
        }

        foreach (var job in others) await Server.UntilAsync(job, "Success");
        // Had it been about to run again, it would have done so before the one that came after it.
        await Server.UntilAsync(await Server.SubmitAsync(new(), priority: -1), "Success");
        var ended = await Server.UntilAsync(id, inTheEnd);
        ended.GetProperty("ErrorCode").GetInt32().ShouldBe(error);
        ended.TryGetProperty("CompletionTime", out _).ShouldBe(inTheEnd is "Success" or "Failure");
        ended.GetProperty("Progress").GetInt32().ShouldBeInRange(inTheEnd == "Success" ? 100 : 0, inTheEnd == "Success" ? 100 : 99);
        if (inTheEnd == "Paused") (await Server.ControlAsync(id, "cancel")).ShouldBe(HttpStatusCode.OK);
    }

    /// <returns>The job, and those that hold all places.</returns>
    private async Task<(string Id, string[] Others)> BringToAsync(string state)
    {
        string id;
        switch (state)
        {
            case "Pending":
                var others = await Server.FillPlacesAsync();
                return (await Server.SubmitAsync(s_gated, instances: 130), others);
            case "Running":
                id = await Server.SubmitAsync(s_gated, instances: 130);
                await Server.UntilAsync(id, "Running");
                return (id, []);
            case "Retry":
                id = await Server.SubmitAsync(new(Throws: 1));
                await Server.UntilAsync(id, "Retry");
                return (id, []);
            case "Paused":
                id = await Server.SubmitAsync(s_gated, instances: 130);
                await Server.UntilAsync(id, "Running");
                await Server.ControlAsync(id, "pause");
                Server.Kind.Open(id);
                break;
            default:
                id = await Server.SubmitAsync(new(Poison: state == "Failure" ? ["i0"] : null));
                break;
        }
        await Server.UntilAsync(id, state);
        return (id, await Server.FillPlacesAsync());
    }
}
