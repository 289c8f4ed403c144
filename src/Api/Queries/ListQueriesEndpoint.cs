using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries</c>: the questions asked of modalities whose answers are kept.</summary>
public sealed class ListQueriesEndpoint(RemoteQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/queries");
        Describe(Allow.QueryRetrieve, "List the queries of remote modalities").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Response.WriteOrthancJsonAsync(queries.Ids);
}
