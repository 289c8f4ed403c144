using EventDicom.Domain;
using Microsoft.AspNetCore.Routing.Patterns;

namespace EventDicom.Api.Http;

/// <summary>
/// What the literal segments of a route say: in <c>/studies/{id}/series</c> the first names a level, the last what is asked of it.
/// Read from the pattern of each route when it is registered, so that no handler has to look at the path of a request.
/// </summary>
/// <param name="Level">The level that the first segment names; <c>null</c> where it names none.</param>
/// <param name="Last">The last literal segment, empty where there is none.</param>
public sealed record RouteWords(ResourceLevel? Level, string Last)
{
    /// <summary>A convention: makes the words of a route its metadata.</summary>
    public static void AddTo(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder route) endpoint.Metadata.Add(Of(route.RoutePattern));
    }

    public static RouteWords Of(RoutePattern pattern)
    {
        var words = pattern.PathSegments.Select(LiteralSegments.Of).OfType<string>().ToArray();
        return words is [var first, ..]
            ? new(ResourcePath.TryGetLevel(first, out var level) ? level : null, words[^1])
            : new(null, "");
    }
}
