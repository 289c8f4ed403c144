using EventDicom.Domain.Modifying.Requests;

namespace EventDicom.Domain.Modifying;

/// <summary>
/// Which attributes a request wanted changed, beside what a profile says: tags as <c>gggg,eeee</c>, and paths to those in sequences. No
/// values.
/// </summary>
/// <param name="Kept">Left alone whatever else was said.</param>
/// <param name="RemovesPrivate">Whether private attributes were removed that are not named.</param>
/// <param name="Omitted">How many more there are: the lists are cut at <see cref="Most"/> names each, and the submission of the job has all
/// of them.</param>
public sealed record TouchedTags(IReadOnlyList<string> Replaced, IReadOnlyList<string> Removed, IReadOnlyList<string> Kept,
    bool RemovesPrivate, int Omitted = 0)
{
    /// <summary>Names in one list: more than any person writes, and a few dozen KB.</summary>
    public const int Most = 1000;

    public static TouchedTags Of(Modification modification)
    {
        var omitted = 0;
        IReadOnlyList<string> Names(IEnumerable<Dicom.DicomTag> tags, IEnumerable<DicomPath> paths)
        {
            string[] names = [.. tags.Order().Select(tag => tag.ToString()), .. paths.Select(path => path.ToString())];
            omitted += Math.Max(0, names.Length - Most);
            return names.Length > Most ? names[..Most] : names;
        }

        return new(
            Names(modification.Replacements.Keys, modification.NestedReplacements.Select(nested => nested.Path)),
            Names(modification.Removals, modification.NestedRemovals),
            Names(modification.Keeps, modification.NestedKeeps),
            modification.RemovesPrivate,
            omitted);
    }
}
