using EventDicom.Projections.JobHistory;

namespace EventDicom.Api.Jobs;

/// <summary><c>GET /jobs/{id}</c>.</summary>
public sealed class GetJobEndpoint(JobQueries jobs, TimeProvider time) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/jobs/{id}");
        Describe(Allow.View, "Read one job").Answers(Shape.Named("Job"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await jobs.FindAsync(Id, ct) is { } job) await AnswerAsync(json => JobJson.Write(json, job, time.GetUtcNow()));
        else await NotAnsweredAsync();
    }
}
