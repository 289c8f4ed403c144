using EventDicom.Dicom;

namespace EventDicom.Domain.Modifying;

/// <summary>The main tags of a resource.</summary>
/// <param name="Own">Those of the level, <c>gggg,eeee</c> to text.</param>
/// <param name="OfPatient">For a study, its own copy of the patient's; <c>null</c> at other levels.</param>
/// <param name="Signature">Which there could be: see <see cref="MainDicomTags.KeptSignatureOf"/>.</param>
/// <param name="Sequences">See <see cref="MainDicomTags.ReadSequences"/>.</param>
public sealed record ShownTags(
    IReadOnlyDictionary<string, string> Own, IReadOnlyDictionary<string, string>? OfPatient = null, string? Signature = null,
    string? Sequences = null)
{
    /// <summary>What a resource of a level would show of a file below it.</summary>
    public static ShownTags Of(DicomDataset dataset, ResourceLevel level, MainDicomTags tags) => new(
        tags.Read(dataset, level), level == ResourceLevel.Study ? tags.Read(dataset, ResourceLevel.Patient) : null,
        tags.KeptSignatureOf(level), tags.ReadSequences(dataset, level));

    public bool IsSameAs(ShownTags other) =>
        AreSame(Own, other.Own) && AreSame(OfPatient, other.OfPatient) && Signature == other.Signature && Sequences == other.Sequences;

    private static bool AreSame(IReadOnlyDictionary<string, string>? one, IReadOnlyDictionary<string, string>? other) =>
        one is null || other is null
            ? one == other
            : one.Count == other.Count && one.All(tag => other.TryGetValue(tag.Key, out var value) && value == tag.Value);
}

/// <summary>Has a resource show the main tags that one of its files has.</summary>
/// <param name="Read">What the file has.</param>
public sealed record RebuildMainDicomTags(ResourceLevel Level, OrthancId Id, ShownTags Read)
{
    /// <summary>Whether a modification may have made the tags of a level untrue, of a resource that was there before.</summary>
    public static bool IsDueAfter(Modification modification, ResourceLevel level, MainDicomTags tags) =>
        !modification.Renews(level) && (modification.IsAnonymization || ShownAt(level, tags).Any(tag => Touches(modification, tag)));

    /// <param name="shown">The tags that the resource has at the moment.</param>
    /// <returns>No facts when they are the same.</returns>
    public IReadOnlyList<Fact> Decide(OrthancId patient, ShownTags shown, DateTimeOffset now) =>
        Read.IsSameAs(shown)
        ? [] : [new(Id.Value, new MainDicomTagsRebuilt(Level, Id, patient, Read.Own, now, Read.OfPatient, Read.Signature, Read.Sequences))];

    private static bool Touches(Modification modification, DicomTag tag) =>
        modification.Replacements.ContainsKey(tag) || modification.Removals.Contains(tag)
        || modification.NestedReplacements.Select(nested => nested.Path).Concat(modification.NestedRemovals)
        .Any(path => path.Steps is [var first, ..] && first.Sequence == tag);

    // A study shows its copy of the patient's tags, too.
    private static IEnumerable<DicomTag> ShownAt(ResourceLevel level, MainDicomTags tags) =>
        level == ResourceLevel.Study ? tags.At(level).Concat(tags.At(ResourceLevel.Patient)) : tags.At(level);
}
