using EventDicom.Api.Modalities;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>POST /queries/{id}/retrieve</c> and <c>/answers/{index}/retrieve</c>: a job that retrieves what was found.</summary>
public sealed class RetrieveEndpoint(RemoteQueries queries, RetrieveJobs jobs) : QueryEndpoint(queries)
{
    public override void Configure()
    {
        Post("/queries/{id}/retrieve", "/queries/{id}/answers/{index}/retrieve");
        Describe(Allow.QueryRetrieve, "Retrieve what a query has found")
            .Reads(Shape.EitherOf(Shape.Text, Shape.Named("RetrieveRequest")), required: false)
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous")
            .Where("index", Shape.Text, "The place of the answer, from 0 on");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var query = Named;
        var wanted = Route<string>("index", isRequired: false) is null ? Enumerable.Range(0, query.Answers.Count) : [IndexIn(query)];
        var body = await RetrieveBody.ReadAsync(HttpContext.Request);
        await AnsweredAsync(await jobs.AnswerAsync(
            HttpContext, CalledModalities.With(query.Called, body.Members), body.TargetAet, RetrieveMethod.SystemDefault,
            [.. wanted.Select(query.KeysOf)], body.Members, Origin));
    }
}
