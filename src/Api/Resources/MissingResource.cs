using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary>How the routes below a resource refuse an id that is not there, or is of another level: error 17.</summary>
public static class MissingResource
{
    public static async Task DemandAsync(this ResourceQueries queries, ResourceLevel level, string id, CancellationToken ct)
    {
        if (await queries.LevelOfAsync(id, ct) != level) throw new OrthancException(OrthancError.UnknownResource);
    }
}
