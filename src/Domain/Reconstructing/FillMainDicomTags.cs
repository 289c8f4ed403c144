using System.Text.Json.Nodes;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Reconstructing;

/// <summary>Has a resource know the main tags that were none yet when it was stored. What it knows already stays: that is of the instance
/// that opened it.</summary>
/// <param name="Read">What a file of it has.</param>
public sealed record FillMainDicomTags(ResourceLevel Level, OrthancId Id, ShownTags Read)
{
    /// <returns>No facts when there is nothing to add.</returns>
    public IReadOnlyList<Fact> Decide(OrthancId patient, ShownTags shown, DateTimeOffset now)
    {
        var known = MainDicomTags.SignatureOf(Level, shown.Signature).Split(';').ToHashSet();
        var filled = new ShownTags(
            With(shown.Own, Read.Own, tag => known.Contains(tag)),
            Read.OfPatient is null ? null : With(shown.OfPatient ?? new Dictionary<string, string>(), Read.OfPatient, _ => false),
            Read.Signature,
            With(shown.Sequences, Read.Sequences, known));
        return new RebuildMainDicomTags(Level, Id, filled).Decide(patient, shown, now);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> shown, IReadOnlyDictionary<string, string> read,
        Predicate<string> isKnown)
    {
        var all = new Dictionary<string, string>(shown);
        foreach (var (tag, text) in read)
            if (!isKnown(tag)) all.TryAdd(tag, text);
        return all;
    }

    private static string? With(string? shown, string? read, HashSet<string> known)
    {
        if (read is null) return shown;
        var added = JsonNode.Parse(read)!.AsObject().Where(sequence => !known.Contains(sequence.Key)).ToList();
        if (added.Count == 0) return shown;
        var all = shown is null ? [] : JsonNode.Parse(shown)!.AsObject();
        foreach (var (tag, sequence) in added) all.TryAdd(tag, sequence?.DeepClone());
        return all.ToJsonString();
    }
}
