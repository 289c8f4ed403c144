using System.Collections;
using EventDicom.Domain;

namespace EventDicom.Api.Metrics;

/// <summary>
/// What goes with every line that is logged during a request, as fields: its id (which its events have as their correlation), the user, and
/// the resource or job in question. Looked up only when something is logged.
/// </summary>
internal sealed class RequestScope(HttpContext context) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => Fields().Count();

    public KeyValuePair<string, object?> this[int index] => Fields().ElementAt(index);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Fields().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(' ', Fields().Select(field => $"{field.Key}:{field.Value}"));

    private IEnumerable<KeyValuePair<string, object?>> Fields()
    {
        yield return new("Request", context.TraceIdentifier);
        if (context.User.Identity?.Name is { Length: > 0 } user) yield return new("User", user);
        // Anything else may be a name that somebody gave.
        if (context.Request.RouteValues.GetValueOrDefault("id") is not string id) yield break;
        if (OrthancId.IsWellFormed(id)) yield return new("Resource", id);
        else if (context.Request.Path.StartsWithSegments("/jobs", StringComparison.Ordinal) && Guid.TryParseExact(id, "D", out _))
            yield return new("Job", id);
    }
}
