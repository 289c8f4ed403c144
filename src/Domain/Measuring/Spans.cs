using System.Diagnostics;

namespace EventDicom.Domain.Measuring;

/// <summary>
/// The steps from a request to its events, for whoever traces (<c>EventDicom.Traces</c>). Nothing is made of them as long as nobody
/// listens. Spans name ids, numbers and types only.
/// </summary>
public static class Spans
{
    public const string SourceName = "EventDicom";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>The span that is under way, as W3C's <c>traceparent</c>; <c>null</c> where nobody wants to see it.</summary>
    public static string? Current => Activity.Current is { Recorded: true } span ? span.Id : null;

    /// <summary>Below the span that is under way.</summary>
    public static Activity? Begin(string name) => s_source.StartActivity(name);

    /// <summary>For what many wait together: below the first of them, linked with the others, as they are with it.</summary>
    public static Activity? BeginShared(string name, IReadOnlyList<Activity?> waiting)
    {
        if (waiting is not [{ } first, ..]) return null;
        var others = waiting.Skip(1).OfType<Activity>().ToList();
        var shared = s_source.StartActivity(name, ActivityKind.Internal, first.Context,
            links: others.Select(other => new ActivityLink(other.Context)));
        if (shared is not null)
            foreach (var other in others) other.AddLink(new(shared.Context));
        return shared;
    }
}
