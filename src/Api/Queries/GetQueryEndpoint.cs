namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries/{id}</c>. There are none.</summary>
public sealed class GetQueryEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/queries/{id}");
        Describe(Allow.QueryRetrieve, "List what can be asked of one query").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct) => throw new OrthancException(OrthancError.UnknownResource);
}
