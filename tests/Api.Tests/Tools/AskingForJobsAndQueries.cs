using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Tools;

[Collection(nameof(OneServer))]
public sealed class AskingForJobsAndQueries(SharedServer server)
{
    [LocalPostgresFact]
    public async Task finds_no_query() => (await server.TextAsync("/queries")).ShouldBe("[]");

    [LocalPostgresFact]
    public async Task does_not_answer_for_a_job_that_is_not_there()
    {
        (await SharedServer.RefusalAsync(server.GetAsync("/jobs/x"))).ShouldBe((HttpStatusCode.NotFound, null, null));
        foreach (var action in (string[])["cancel", "pause", "resume", "resubmit"])
            (await SharedServer.RefusalAsync(server.PostAsync($"/jobs/x/{action}", []))).ShouldBe((HttpStatusCode.BadRequest, null, null));
    }

    [LocalPostgresFact]
    public async Task does_not_know_a_query_but_deletes_it()
    {
        (await SharedServer.RefusalAsync(server.GetAsync("/queries/x"))).ShouldBe((HttpStatusCode.NotFound, 17, null));
        using var deleted = await server.DeleteAsync("/queries/x");
        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
