using EventDicom.Projections.Changes;
using FastEndpoints;
namespace EventDicom.Api.Changes;
public sealed class ChangesEndpoint(ChangeQueries queries) : EndpointWithoutRequest
{
    public override void Configure() { Get("/changes"); AllowAnonymous(); }
    public override async Task HandleAsync(CancellationToken ct) => await Send.OkAsync(await queries.PageAsync(0, null, null, 100, ct), ct);
}
