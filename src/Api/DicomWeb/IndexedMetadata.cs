using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.DicomWeb;

/// <summary>Metadata of what the index keeps: the main tags of all levels, with a look into few files or none.</summary>
public sealed class IndexedMetadata(
    Finder finder, FoundModels models, ExtrapolatedMetadata extrapolated, SpoolFolder spools, DicomDictionary dictionary,
    MainDicomTags mainTags)
{
    /// <param name="extrapolatedTags">What else to tell of all instances of a series; empty for nothing.</param>
    /// <returns>One for each instance, the reader's to dispose of.</returns>
    public async IAsyncEnumerable<SpooledStream?> OfAsync(
        UidPath path, string root, ModelType type, IReadOnlyList<DicomTag> extrapolatedTags,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var known = extrapolatedTags is [] ? null : await extrapolated.ReadAsync(path, extrapolatedTags, ct);
        var query = new FindQuery(ResourceLevel.Instance)
        {
            Tags = [.. ConstraintsOf(path)],
            Requested = [DicomTag.SOPClassUID, .. Enum.GetValues<ResourceLevel>().SelectMany(mainTags.At).Distinct()],
            ReadsFiles = false,
        };
        await foreach (var match in finder.SearchAsync(query, ct))
        {
            var series = match.Values.TryGetValue(DicomTag.SeriesInstanceUID, out var uid) ? uid.Text?.Trim() : null;
            var more = series is null ? null : known?.GetValueOrDefault(series);
            yield return spools.Fill(spool => ModelAnswer.Write(spool, models.Of(new(match, more), root), type, dictionary));
        }
    }

    private static IEnumerable<TagConstraint> ConstraintsOf(UidPath path)
    {
        yield return Is(DicomTag.StudyInstanceUID, path.Study);
        if (path.Series is { } series) yield return Is(DicomTag.SeriesInstanceUID, series);
    }

    private static TagConstraint Is(DicomTag tag, string uid) => new(tag, new TextMatch.OneOf([uid], CaseSensitive: false));
}
