namespace EventDicom.Api.Jobs;

/// <summary><c>GET /jobs</c>, with or without <c>?expand</c>. Nothing runs as a job, so there are none.</summary>
public sealed class ListJobsEndpoint : OrthancEndpoint
{
    public override void Configure() => Get("/jobs");

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Response.WriteOrthancJsonAsync(Array.Empty<string>());
}
