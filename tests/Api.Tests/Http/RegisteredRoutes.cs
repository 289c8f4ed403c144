using EventDicom.Api.Tests.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace EventDicom.Api.Tests.Http;

/// <summary>One route with one of its methods. Segments that are parameters are in braces.</summary>
internal sealed record RegisteredRoute(string Method, IReadOnlyList<string> Segments)
{
    /// <summary>Routes that end the server, or begin it anew.</summary>
    public bool EndsTheServer => Segments is ["tools", "shutdown" or "reset"];

    /// <summary>Every route that the server has registered, by whichever way, with each of its methods.</summary>
    public static IReadOnlyList<RegisteredRoute> Of(JobServer server) =>
    [
        .. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(Of),
    ];

    /// <summary>The route of one endpoint with each of its methods.</summary>
    public static IReadOnlyList<RegisteredRoute> Of(RouteEndpoint endpoint) =>
    [
        .. from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           where method != "HEAD"
           select new RegisteredRoute(method, SegmentsOf(endpoint)),
    ];

    public static IReadOnlyList<string> SegmentsOf(RouteEndpoint endpoint) => [.. endpoint.RoutePattern.PathSegments.Select(Text)];

    public static bool IsParameter(string segment) => segment.StartsWith('{');

    /// <summary>Whether the path spells the route letter by letter. The test's own judgement, which knows nothing of ASP.NET's
    /// routing.</summary>
    public bool Spells(string path)
    {
        var given = path.Trim('/').Length == 0 ? [] : path.Trim('/').Split('/');
        if (Segments is [.., { } last] && last.StartsWith("{**", StringComparison.Ordinal) && given.Length >= Segments.Count - 1)
            return Segments.Take(Segments.Count - 1).Zip(given).All(pair => IsParameter(pair.First) || pair.First == pair.Second);
        return given.Length == Segments.Count && Segments.Zip(given).All(pair => IsParameter(pair.First) || pair.First == pair.Second);
    }

    /// <summary>The path with these values for its parameters, <c>id</c> by the first segment.</summary>
    public string Path(Func<string, string, string> value) =>
        "/" + string.Join('/', Segments.Select(segment => IsParameter(segment) ? value(Segments[0], Name(segment)) : segment));

    public override string ToString() => $"{Method} /{string.Join('/', Segments)}";

    private static string Name(string segment) => segment.Trim('{', '}', '*', '?');

    private static string Text(RoutePatternPathSegment segment) => segment.Parts switch
    {
        [RoutePatternLiteralPart literal] => literal.Content,
        [RoutePatternParameterPart { IsCatchAll: true } rest] => $"{{**{rest.Name}}}",
        [RoutePatternParameterPart parameter] => $"{{{parameter.Name}}}",
        _ => throw new NotSupportedException("A segment of text and parameters together: CaseSensitiveRoutes would have to learn of it"),
    };
}
