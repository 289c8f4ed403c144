using System.Buffers;
using EventDicom.Domain.Resources;

namespace EventDicom.Domain.Labels;

/// <summary>Gives a resource a label, or takes it off. Saying it twice changes nothing.</summary>
/// <param name="Present">Whether the resource is to have the label.</param>
public sealed record LabelResource(ResourceLevel Level, OrthancId Id, string Label, bool Present, Origin Origin)
{
    private const int LongestLabel = 64;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Whether a text can be a label: 1 to 64 ASCII letters, digits, underscores and hyphens.</summary>
    public static bool IsLabel(string text) => text.Length is > 0 and <= LongestLabel && !text.AsSpan().ContainsAnyExcept(s_allowed);

    /// <param name="labels">Those that the resource has.</param>
    public IReadOnlyList<Fact> Decide(OrthancId patient, IReadOnlyCollection<string> labels, DateTimeOffset now) =>
        labels.Contains(Label) == Present ? []
        : Present ? [new(Id.Value, new LabelAdded(Level, Id, patient, Label, now))]
        : [new(Id.Value, new LabelRemoved(Level, Id, patient, Label, now))];
}

public static class LabelResourceHandler
{
    /// <returns><c>false</c> when there is no such resource.</returns>
    public static async Task<bool> HandleAsync(LabelResource command, Ledger ledger, IResources resources, ArchiveClock clock, CancellationToken cancellation)
    {
        var known = false;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var held = await resources.LockAsync(transaction, command.Level, command.Id, token);
            known = held is not null;
            if (held is null) return [];
            var labels = await resources.LabelsAsync(transaction, command.Level, command.Id, token);
            return [.. command.Decide(held.PatientId, labels, clock.Next()).Select(fact => new Entry(fact, command.Origin))];
        }, cancellation);
        return known;
    }
}
