using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries/{id}</c>: the names of the routes below.</summary>
public sealed class GetQueryEndpoint(RemoteQueries queries) : QueryEndpoint(queries)
{
    private static readonly string[] s_operations = ["answers", "level", "modality", "query", "retrieve"];

    public override void Configure()
    {
        Get("/queries/{id}");
        Describe(Allow.QueryRetrieve, "List what can be asked of one query").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        _ = Named;
        return HttpContext.Response.WriteOrthancJsonAsync(s_operations);
    }
}
