using Microsoft.AspNetCore.Routing.Patterns;

namespace EventDicom.Api.OpenApi;

/// <summary>One route with the description of its endpoint: metadata of each route that the document shows.</summary>
public sealed record DescribedRoute(RouteDescription Description, RoutePattern Pattern);
