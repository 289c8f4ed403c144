using EventDicom.Domain;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries/{id}/answers/{index}</c>: the names of the routes below.</summary>
public sealed class GetAnswerEndpoint(RemoteQueries queries) : QueryEndpoint(queries)
{
    public override void Configure()
    {
        Get("/queries/{id}/answers/{index}");
        Describe(Allow.QueryRetrieve, "List what can be asked of one answer to one query").Answers(Shape.Texts)
            .Where("index", Shape.Text, "The place of the answer, from 0 on");
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var query = Named;
        _ = IndexIn(query);
        return HttpContext.Response.WriteOrthancJsonAsync(Operations(query.Level));
    }

    private static string[] Operations(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => ["content", "retrieve", "query-studies", "query-series", "query-instances"],
        ResourceLevel.Study => ["content", "retrieve", "query-series", "query-instances"],
        ResourceLevel.Series => ["content", "retrieve", "query-instances"],
        _ => ["content", "retrieve"],
    };
}
