using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary>A value that <c>requestedTags</c> asked for: text, a sequence in the form that was asked for, or neither where the file has none.</summary>
public readonly record struct RequestedValue(string? Text, JsonElement? Sequence = null);

/// <summary>A resource with the values that <c>requestedTags</c> asked for by <c>gggg,eeee</c>, or <c>null</c> when it did not ask.</summary>
public readonly record struct ExpandedResource(ResourceView View, IReadOnlyDictionary<string, RequestedValue>? Requested);

/// <summary>
/// The argument <c>requestedTags=A;B</c>: tags beside the main ones. Main tags of the level and of those above come from the
/// views, counts are computed, anything else is read from the file of one instance, and is <c>null</c> where that has none.
/// </summary>
public sealed class RequestedTags(ResourceQueries queries, StoredFiles files, DicomJsonOptions shown, DicomDictionary dictionary, MainDicomTags mainTags)
{
    private static readonly DicomTag s_sopClassesInStudy = new(0x0008, 0x0062);
    private static readonly string s_modality = new DicomTag(0x0008, 0x0060).ToString();

    // Three levels of JSON for each sequence.
    private static readonly JsonDocumentOptions s_nested = new() { MaxDepth = 1000 };

    // Which level each computed tag is one of.
    private static readonly Dictionary<DicomTag, (ResourceLevel Level, Func<ResourceStatistics, int>? Count)> s_computed = new()
    {
        [new(0x0008, 0x0056)] = (ResourceLevel.Instance, null), // InstanceAvailability
        [new(0x0008, 0x0061)] = (ResourceLevel.Study, null), // ModalitiesInStudy
        [s_sopClassesInStudy] = (ResourceLevel.Study, null),
        [new(0x0020, 0x1200)] = (ResourceLevel.Patient, statistics => statistics.Studies),
        [new(0x0020, 0x1202)] = (ResourceLevel.Patient, statistics => statistics.Series),
        [new(0x0020, 0x1204)] = (ResourceLevel.Patient, statistics => statistics.Instances),
        [new(0x0020, 0x1206)] = (ResourceLevel.Study, statistics => statistics.Series),
        [new(0x0020, 0x1208)] = (ResourceLevel.Study, statistics => statistics.Instances),
        [new(0x0020, 0x1209)] = (ResourceLevel.Series, statistics => statistics.Instances),
    };

    /// <returns>The values by <c>gggg,eeee</c>; <c>null</c> when none are asked for.</returns>
    /// <exception cref="OrthancException">Error 8: a tag is unknown.</exception>
    public async Task<IReadOnlyDictionary<string, RequestedValue>?> ResolveAsync(IQueryCollection query, ResourceView view, CancellationToken ct) =>
        Wanted(query) is { } wanted ? await ResolveAsync(wanted, TagFormat.Of(query, DicomJsonFormat.Simplify), view, files.UseAsync, ct) : null;

    /// <summary>The same for a list: one file that is damaged or cannot be read leaves its resource without the tags that only it has, and does not end the list.</summary>
    /// <exception cref="OrthancException">Error 8: a tag is unknown. It is thrown at once, and not by the first view.</exception>
    public IAsyncEnumerable<ExpandedResource> ResolveAsync(IQueryCollection query, IAsyncEnumerable<ResourceView> views, CancellationToken ct) =>
        ResolveAsync(Wanted(query), TagFormat.Of(query, DicomJsonFormat.Simplify), views, ct);

    private async IAsyncEnumerable<ExpandedResource> ResolveAsync(
        IReadOnlyList<DicomTag>? wanted, DicomJsonFormat format, IAsyncEnumerable<ResourceView> views, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var view in views.WithCancellation(ct))
            yield return new(view, wanted is null ? null : await ResolveAsync(wanted, format, view, files.TryUseAsync, ct));
    }

    // Nothing of the file meta information is asked for (PS3.10 section 7.1).
    private IReadOnlyList<DicomTag>? Wanted(IQueryCollection query)
    {
        var text = (query.ContainsKey("requestedTags") ? query["requestedTags"] : query["requested-tags"]).ToString();
        var names = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length == 0 ? null : [.. names.Select(Parse).Where(tag => tag.Group != 0x0002).Distinct()];

        DicomTag Parse(string name) => dictionary.TryParseTag(name, out var tag)
            ? tag
            : throw new OrthancException(OrthancError.BadRequest, $"Invalid requested-tags argument: Unknown DICOM tag {name}");
    }

    private async Task<IReadOnlyDictionary<string, RequestedValue>> ResolveAsync(
        IReadOnlyList<DicomTag> wanted, DicomJsonFormat format, ResourceView view, Func<StoredFile, Func<DicomFile, bool>, CancellationToken, Task> useAsync, CancellationToken ct)
    {
        var values = new Dictionary<string, RequestedValue>();
        var (inFile, elsewhere) = (new List<DicomTag>(), new List<DicomTag>());
        var kept = KeptSequences.Read(view.Sequences, format).ToDictionary(entry => entry.Tag, entry => entry.Value);
        foreach (var tag in wanted)
        {
            var key = tag.ToString();
            if (view.MainDicomTags.TryGetValue(key, out var value) || view.PatientMainDicomTags?.TryGetValue(key, out value) == true)
                values[key] = new(value);
            else if (kept.TryGetValue(key, out var sequence))
                values[key] = new(null, sequence);
            else if (s_computed.TryGetValue(tag, out var computed) && computed.Level != view.Level)
                elsewhere.Add(tag);
            else if ((await ComputeAsync(tag, view, ct) ?? await InheritAsync(tag, view, ct)) is { } text)
                values[key] = new(text);
            else
                inFile.Add(tag);
        }

        // A tag that is computed at another level does not make us open a file, and is none where one is open.
        if (inFile.Count == 0 || await queries.FirstFileAsync(view.Level, view.Id, ct) is not { } file) return values;
        await useAsync(file.Stored, dicom =>
        {
            var read = inFile.Concat(elsewhere).Select(tag => (tag, Read(dicom.Dataset, tag, format))).ToList();
            foreach (var (tag, value) in read) values[tag.ToString()] = value;
            return true;
        }, ct);
        return values;
    }

    // As /tags shows it: what is too long there, or no text, is null here too.
    private RequestedValue Read(DicomDataset dataset, DicomTag tag, DicomJsonFormat format)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            DicomJson.Write(json, dataset, format, shown with { Only = new HashSet<DicomTag> { tag } });
        var value = JsonElement.Parse(buffer.WrittenSpan, s_nested).EnumerateObject().FirstOrDefault().Value;
        var plain = value.ValueKind == JsonValueKind.Object ? value.GetProperty("Value") : value;
        return plain.ValueKind switch
        {
            JsonValueKind.Array => new(null, value),
            JsonValueKind.String => new(plain.GetString()),
            _ => default,
        };
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
        if (tag == DicomTag.SOPClassUID && view.Level == ResourceLevel.Instance)
            return await JoinAsync(queries.SopClassesAsync(view.Level, view.Id, ct)) is { Length: > 0 } sopClass ? sopClass : null;
        if (!s_computed.TryGetValue(tag, out var computed)) return null;
        if (computed.Count is { } count) return await queries.StatisticsAsync(view.Id, ct) is { } statistics ? count(statistics).ToString(CultureInfo.InvariantCulture) : null;
        if (computed.Level == ResourceLevel.Instance) return "ONLINE";
        if (tag == s_sopClassesInStudy) return await JoinAsync(queries.SopClassesAsync(ResourceLevel.Study, view.Id, ct));

        var modalities = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var series in queries.DescendantsAsync(ResourceLevel.Series, ResourceLevel.Study, view.Id, ct))
            if (series.MainDicomTags.TryGetValue(s_modality, out var modality)) modalities.Add(modality);
        return string.Join('\\', modalities);
    }

    private static async Task<string> JoinAsync(IAsyncEnumerable<string> values)
    {
        var list = new List<string>();
        await foreach (var value in values) list.Add(value);
        return string.Join('\\', list);
    }
}
