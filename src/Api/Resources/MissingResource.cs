using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary>How the routes below a resource refuse an id that is not there: 404 when unknown, 400 when it is of another level.</summary>
public static class MissingResource
{
    public static async Task DemandAsync(this ResourceQueries queries, ResourceLevel level, string id, CancellationToken ct)
    {
        var found = await queries.LevelOfAsync(id, ct);
        if (found != level) throw Missing(found);
    }

    /// <summary>For a resource that was just not found at the level that was asked for.</summary>
    /// <param name="wanted">That level: where the resource has come back meanwhile, it was missing all the same.</param>
    public static async Task<OrthancException> MissingAsync(this ResourceQueries queries, ResourceLevel wanted, string id, CancellationToken ct) =>
        Missing(await queries.LevelOfAsync(id, ct) is { } found && found != wanted ? found : null);

    private static OrthancException Missing(ResourceLevel? found) => found is null
        ? new(OrthancError.UnknownResource)
        : new(OrthancError.BadParameterType, "The resource is of another level");
}
