using System.Globalization;
using System.Runtime.CompilerServices;
using EventDicom.Api.Instances;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary>A resource with the values that <c>requestedTags</c> asked for, or <c>null</c> when it did not ask.</summary>
public readonly record struct ExpandedResource(ResourceView View, IReadOnlyDictionary<string, string>? Requested);

/// <summary>
/// The argument <c>requestedTags=A;B</c>: tags beside the main ones. Main tags of the level and of those above come from the
/// views, counts are computed, anything else is read from the file of one instance.
/// </summary>
public sealed class RequestedTags(ResourceQueries queries, InstanceFiles files, DicomDictionary dictionary, MainDicomTags mainTags)
{
    private static readonly DicomTag s_modalitiesInStudy = new(0x0008, 0x0061);
    private static readonly DicomTag s_patientRelatedStudies = new(0x0020, 0x1200);
    private static readonly DicomTag s_patientRelatedSeries = new(0x0020, 0x1202);
    private static readonly DicomTag s_patientRelatedInstances = new(0x0020, 0x1204);
    private static readonly DicomTag s_studyRelatedSeries = new(0x0020, 0x1206);
    private static readonly DicomTag s_studyRelatedInstances = new(0x0020, 0x1208);
    private static readonly DicomTag s_seriesRelatedInstances = new(0x0020, 0x1209);
    private static readonly string s_modality = new DicomTag(0x0008, 0x0060).ToString();

    public async Task<IReadOnlyDictionary<string, string>?> ResolveAsync(IQueryCollection query, ResourceView view, CancellationToken ct) =>
        Wanted(query) is { } wanted ? await ResolveAsync(wanted, view, ct) : null;

    public async IAsyncEnumerable<ExpandedResource> ResolveAsync(
        IQueryCollection query, IAsyncEnumerable<ResourceView> views, [EnumeratorCancellation] CancellationToken ct)
    {
        var wanted = Wanted(query);
        await foreach (var view in views.WithCancellation(ct))
            yield return new(view, wanted is null ? null : await ResolveAsync(wanted, view, ct));
    }

    private IReadOnlyList<DicomTag>? Wanted(IQueryCollection query)
    {
        var text = query.ContainsKey("requestedTags") ? query["requestedTags"] : query["requested-tags"];
        if (text.Count == 0) return null;
        return [.. text.ToString().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(dictionary.ParseTag).Distinct()];
    }

    private async Task<IReadOnlyDictionary<string, string>> ResolveAsync(IReadOnlyList<DicomTag> wanted, ResourceView view, CancellationToken ct)
    {
        var values = new Dictionary<string, string>();
        var missing = new List<DicomTag>();
        foreach (var tag in wanted)
        {
            var key = tag.ToString();
            if (view.MainDicomTags.TryGetValue(key, out var value) || view.PatientMainDicomTags?.TryGetValue(key, out value) == true)
            {
                values[key] = value;
            }
            else if (await ComputeAsync(tag, view, ct) is { } computed)
            {
                values[key] = computed;
            }
            else if (await InheritAsync(tag, view, ct) is { } inherited)
            {
                values[key] = inherited;
            }
            else
            {
                missing.Add(tag);
            }
        }
        if (missing.Count == 0 || await files.FirstBelowAsync(view.Level, view.Id, ct) is not { } file) return values;

        await files.UseAsync(file, dicom =>
        {
            foreach (var tag in missing)
                if (dicom.Dataset.TryGetString(tag, out var value)) values[tag.ToString()] = value;
            return true;
        }, ct);
        return values;
    }

    private async Task<string?> InheritAsync(DicomTag tag, ResourceView view, CancellationToken ct)
    {
        for (var level = view.Level - 1; level >= ResourceLevel.Patient; level--)
        {
            if (!mainTags.At(level).Contains(tag)) continue;
            if (level == ResourceLevel.Patient && view.Level >= ResourceLevel.Study)
            {
                // As the study has them, which other studies of the patient need not share.
                var study = view.Level == ResourceLevel.Study ? view : await queries.AncestorAsync(ResourceLevel.Study, view.Level, view.Id, ct);
                return study?.PatientMainDicomTags?.GetValueOrDefault(tag.ToString());
            }
            var ancestor = await queries.AncestorAsync(level, view.Level, view.Id, ct);
            return ancestor?.MainDicomTags.GetValueOrDefault(tag.ToString());
        }
        return null;
    }

    private async Task<string?> ComputeAsync(DicomTag tag, ResourceView view, CancellationToken ct)
    {
        var (level, count) = tag switch
        {
            _ when tag == s_patientRelatedStudies => (ResourceLevel.Patient, (Func<ResourceStatistics, int>)(s => s.Studies)),
            _ when tag == s_patientRelatedSeries => (ResourceLevel.Patient, s => s.Series),
            _ when tag == s_patientRelatedInstances => (ResourceLevel.Patient, s => s.Instances),
            _ when tag == s_studyRelatedSeries => (ResourceLevel.Study, s => s.Series),
            _ when tag == s_studyRelatedInstances => (ResourceLevel.Study, s => s.Instances),
            _ when tag == s_seriesRelatedInstances => (ResourceLevel.Series, s => s.Instances),
            _ => (ResourceLevel.Instance, null),
        };
        if (count is not null)
            return view.Level == level && await queries.StatisticsAsync(view.Id, ct) is { } s ? count(s).ToString(CultureInfo.InvariantCulture) : null;

        if (tag != s_modalitiesInStudy || view.Level != ResourceLevel.Study) return null;
        var modalities = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var series in queries.DescendantsAsync(ResourceLevel.Series, ResourceLevel.Study, view.Id, ct))
            if (series.MainDicomTags.TryGetValue(s_modality, out var modality)) modalities.Add(modality);
        return string.Join('\\', modalities);
    }
}
