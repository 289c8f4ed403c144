using Microsoft.AspNetCore.Routing.Matching;

namespace EventDicom.Api.Http;

/// <summary>
/// Orthanc's paths are case-sensitive, ASP.NET's routes are not. Takes out of the routes that match a request those whose words it
/// spells otherwise; a route with a parameter in that place may still match.
/// </summary>
internal sealed class CaseSensitiveRoutes : MatcherPolicy, IEndpointSelectorPolicy
{
    // Among ASP.NET's policies the place does not matter: none of them looks at the path.
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => endpoint is RouteEndpoint);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var path = httpContext.Request.Path.Value;
        for (var index = 0; index < candidates.Count; index++)
            if (candidates.IsValidCandidate(index) && candidates[index].Endpoint is RouteEndpoint route
                && !LiteralSegments.SpellsAlike(route.RoutePattern, path))
                candidates.SetValidity(index, false);
        return Task.CompletedTask;
    }
}
