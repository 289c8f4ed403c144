using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary>How the routes below a resource refuse an id that is not there: 404 when unknown, 400 when it is of another level.</summary>
public static class MissingResource
{
    public static async Task DemandAsync(this ResourceQueries queries, ResourceLevel level, string id, CancellationToken ct)
    {
        if (await queries.LevelOfAsync(id, ct) != level) throw await queries.MissingAsync(id, ct);
    }

    public static async Task<OrthancException> MissingAsync(this ResourceQueries queries, string id, CancellationToken ct) =>
        await queries.LevelOfAsync(id, ct) is null
            ? new(OrthancError.UnknownResource)
            : new(OrthancError.BadParameterType, "The resource is of another level");
}
