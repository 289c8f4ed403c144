using EventDicom.Api.Http;
using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /patients</c>, <c>/studies</c>, <c>/series</c>, <c>/instances</c>: all of a level, streamed.</summary>
public sealed class ListResourcesEndpoint(ResourceQueries queries, ResourceJson resources, RequestedTags requestedTags) : OrthancEndpoint
{
    public override void Configure() => Get(ResourcePath.Routes(""));

    public override async Task HandleAsync(CancellationToken ct)
    {
        var (since, limit) = Paging.Of(HttpContext.Request);
        var query = HttpContext.Request.Query;
        if (!QueryFlag.IsOn(query, "expand"))
        {
            var ids = queries.ListIdsAsync(Level, since, limit, ct);
            await OrthancJson.WriteArrayAsync(HttpContext.Response, ids, (json, id) => json.WriteStringValue(id), ct);
            return;
        }

        var format = TagFormat.Of(query, DicomJsonFormat.Simplify);
        var expanded = requestedTags.ResolveAsync(query, queries.ListAsync(Level, since, limit, ct), ct);
        await OrthancJson.WriteArrayAsync(HttpContext.Response, expanded, (json, row) => resources.Write(json, row.View, format, row.Requested), ct);
    }
}
