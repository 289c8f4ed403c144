namespace EventDicom.Domain.Modifying;

/// <summary>Has a patient, study or series show the main tags that one of its files has.</summary>
/// <param name="Read">What the file has, <c>gggg,eeee</c> to text.</param>
public sealed record RebuildMainDicomTags(ResourceLevel Level, OrthancId Id, IReadOnlyDictionary<string, string> Read)
{
    /// <summary>Whether a modification may have made the tags of a level untrue, of a resource that was there before.</summary>
    public static bool IsDueAfter(Modification modification, ResourceLevel level, MainDicomTags tags) =>
        !modification.Renews(level)
        && (modification.IsAnonymization || tags.At(level).Any(tag => modification.Replacements.ContainsKey(tag) || modification.Removals.Contains(tag)));

    /// <param name="shown">The tags that the resource has at the moment.</param>
    /// <returns>No facts when they are the same.</returns>
    public IReadOnlyList<Fact> Decide(OrthancId patient, IReadOnlyDictionary<string, string> shown, DateTimeOffset now) =>
        shown.Count == Read.Count && Read.All(tag => shown.TryGetValue(tag.Key, out var value) && value == tag.Value)
            ? []
            : [new(Id.Value, new MainDicomTagsRebuilt(Level, Id, patient, Read, now))];
}
