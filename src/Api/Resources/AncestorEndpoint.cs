using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /instances/{id}/study</c> and its like: the resource of a higher level.</summary>
public sealed class AncestorEndpoint(ResourceQueries queries, ResourceJson resources, RequestedTags requestedTags) : OrthancEndpoint
{
    public override void Configure() => Get(
    [
        "/studies/{id}/patient", "/series/{id}/patient", "/series/{id}/study",
        "/instances/{id}/patient", "/instances/{id}/study", "/instances/{id}/series",
    ]);

    public override async Task HandleAsync(CancellationToken ct)
    {
        var above = ResourcePath.RelatedLevelOf(HttpContext.Request.Path.Value);
        if (await queries.AncestorAsync(above, Level, Id, ct) is not { } view)
            throw await queries.MissingAsync(Level, Id, ct);

        var query = HttpContext.Request.Query;
        var requested = await requestedTags.ResolveAsync(query, view, ct);
        await AnswerAsync(json => resources.Write(json, view, TagFormat.Of(query, DicomJsonFormat.Simplify), requested));
    }
}
