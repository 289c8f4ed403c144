namespace EventDicom.Api.Jobs;

/// <summary><c>GET /jobs/{id}</c>. There are none.</summary>
public sealed class GetJobEndpoint : OrthancEndpoint
{
    public override void Configure() => Get("/jobs/{id}");

    public override Task HandleAsync(CancellationToken ct) => NotAnsweredAsync();
}
