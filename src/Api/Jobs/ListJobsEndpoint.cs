using EventDicom.Projections.JobHistory;

namespace EventDicom.Api.Jobs;

/// <summary><c>GET /jobs</c>: ids, sorted; with <c>?expand</c> the jobs themselves.</summary>
public sealed class ListJobsEndpoint(JobQueries jobs, TimeProvider time) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/jobs");
        Describe(Allow.Administrate, "List the jobs").Takes(Argument.Expand)
            .Answers(Shape.EitherOf(Shape.Texts, Shape.ArrayOf(Shape.Named("Job"))));
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return HttpContext.Request.IsOn("expand")
            ? AnswerArrayAsync(jobs.ListAsync(ct), (json, job) => JobJson.Write(json, job, now), ct)
            : AnswerArrayAsync(jobs.ListAsync(ct), static (json, job) => json.WriteStringValue(job.Id), ct);
    }
}
