namespace EventDicom.Api.Queries;

/// <summary><c>GET /queries/{id}</c>. There are none.</summary>
public sealed class GetQueryEndpoint : OrthancEndpoint
{
    public override void Configure() => Get("/queries/{id}");

    public override Task HandleAsync(CancellationToken ct) => throw new OrthancException(OrthancError.UnknownResource);
}
