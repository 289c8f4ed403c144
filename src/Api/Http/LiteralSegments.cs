using Microsoft.AspNetCore.Routing.Patterns;

namespace EventDicom.Api.Http;

/// <summary>The segments of a route that stand for themselves.</summary>
internal static class LiteralSegments
{
    /// <returns>The text of a segment without parameters, else <c>null</c>.</returns>
    public static string? Of(RoutePatternPathSegment segment) =>
        segment.IsSimple && segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : null;

    /// <summary>Whether a path that ASP.NET takes for a match of the pattern, whatever its case, spells all literal segments as the pattern
    /// does.</summary>
    public static bool SpellsAlike(RoutePattern pattern, ReadOnlySpan<char> path)
    {
        path = path.TrimStart('/');
        foreach (var segment in pattern.PathSegments)
        {
            var end = path.IndexOf('/');
            var given = end < 0 ? path : path[..end];
            if (Of(segment) is { } literal && !given.SequenceEqual(literal)) return false;
            path = end < 0 ? [] : path[(end + 1)..];
        }
        return true;
    }
}
