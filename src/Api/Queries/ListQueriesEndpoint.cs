namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries</c>: the questions asked of modalities. None can be asked, so there are none.</summary>
public sealed class ListQueriesEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/queries");
        Describe(Allow.QueryRetrieve, "List the queries of remote modalities").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Response.WriteOrthancJsonAsync(Array.Empty<string>());
}
