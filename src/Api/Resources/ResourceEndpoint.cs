using EventDicom.Domain;
using EventDicom.Projections.Resources;
using FastEndpoints;
namespace EventDicom.Api.Resources;
public sealed class StudyEndpoint(ResourceQueries queries) : EndpointWithoutRequest
{
    public override void Configure() { Get("/studies/{id}"); AllowAnonymous(); }
    public override async Task HandleAsync(CancellationToken ct) => await Send.OkAsync((await queries.FindAsync(ResourceLevel.Study, Route<string>("id")!, ct))!, ct);
}
