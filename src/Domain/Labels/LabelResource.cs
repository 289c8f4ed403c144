using System.Buffers;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Labels;

/// <summary>Gives a resource a label, or takes it off. Saying it twice changes nothing.</summary>
/// <param name="Present">Whether the resource is to have the label.</param>
public sealed record LabelResource(ResourceLevel Level, OrthancId Id, string Label, bool Present, Origin Origin)
{
    private const int LongestLabel = 64;

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Whether a text can be a label: 1 to 64 ASCII letters, digits, underscores and hyphens.</summary>
    public static bool IsLabel(string text) => text.Length is > 0 and <= LongestLabel && !text.AsSpan().ContainsAnyExcept(s_allowed);

    /// <summary>What there is to say before anybody looks at the resource.</summary>
    /// <returns>Error 3 for what is no label.</returns>
    public Refused? Check() => IsLabel(Label) ? null
        : new(OrthancError.ParameterOutOfRange, "A label has 1 to 64 letters, digits, underscores and hyphens");

    /// <param name="labels">Those that the resource has.</param>
    public IReadOnlyList<Fact> Decide(OrthancId patient, IReadOnlyCollection<string> labels, DateTimeOffset now) =>
        labels.Contains(Label) == Present ? []
        : Present ? [new(Id.Value, new LabelAdded(Level, Id, patient, Label, now))]
        : [new(Id.Value, new LabelRemoved(Level, Id, patient, Label, now))];
}
