using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.Resources;

/// <summary>A value that was requested: text, a sequence in the form that was asked for, or neither where the file has none.</summary>
public readonly record struct RequestedValue(string? Text, JsonElement? Sequence = null);

/// <summary>A resource with the values that were requested by <c>gggg,eeee</c>, or <c>null</c> where none were.</summary>
public readonly record struct ExpandedResource(Match Match, IReadOnlyDictionary<string, RequestedValue>? Requested);

/// <summary>
/// Resources with tags beside the main ones, as <c>requested-tags</c> and <c>RequestedTags</c> ask for them. Main tags of the level and of
/// those above and what is counted come from the index, anything else from the file of one instance, and is <c>null</c> where that has
/// none.
/// </summary>
public sealed class ExpandedResources(Finder finder, DicomJsonOptions shown, DicomDictionary dictionary)
{
    // Three levels of JSON for each sequence.
    private static readonly JsonDocumentOptions s_nested = new() { MaxDepth = 1000 };

    /// <summary>The tags of the arguments <c>requested-tags</c> or <c>requestedTags</c>; <c>null</c> where there is none.</summary>
    /// <exception cref="OrthancException">Error 8: a tag is unknown.</exception>
    public IReadOnlyList<DicomTag>? Requested(IQueryCollection query)
    {
        var text = (query.ContainsKey("requestedTags") ? query["requestedTags"] : query["requested-tags"]).ToString();
        var names = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length == 0 ? null : [.. names.Select(Parse)];

        DicomTag Parse(string name) => dictionary.TryParseTag(name, out var tag)
            ? tag
            : throw new OrthancException(OrthancError.BadRequest, $"Invalid requested-tags argument: Unknown DICOM tag {name}");
    }

    /// <param name="requested">Nothing of the file meta information is shown (PS3.10 section 7.1).</param>
    /// <param name="strict">Whether a file that cannot be read ends the answer; otherwise its resource goes without the tags that only it
    /// has.</param>
    public async IAsyncEnumerable<ExpandedResource> SearchAsync(
        FindQuery query, IReadOnlyList<DicomTag>? requested, DicomJsonFormat format, bool strict,
        [EnumeratorCancellation] CancellationToken ct)
    {
        if (requested is null)
        {
            await foreach (var match in finder.SearchAsync(query, ct)) yield return new(match, null);
            yield break;
        }

        query = query with { Requested = [.. requested.Where(tag => tag.Group != 0x0002).Distinct()] };
        await foreach (var (match, fromFile) in finder.SearchAsync(query, (dataset, tags) => Read(dataset, tags, format), strict, ct))
        {
            var values = fromFile ?? [];
            foreach (var (tag, value) in match.Values)
                values[tag.ToString()] = value.Sequence is { } sequence
                    ? new(null, KeptSequences.Shown(sequence, format)) : new(value.Text);
            yield return new(match, values);
        }
    }

    /// <summary>One resource as a GET shows it, with the tags that its arguments request; <c>null</c> when it is not there.</summary>
    /// <exception cref="OrthancException">Error 8: a tag is unknown.</exception>
    /// <exception cref="Domain.Blobs.DamagedFileException">The file that a tag would have to be read of is not what was stored.</exception>
    public async Task<ExpandedResource?> OneAsync(IQueryCollection arguments, ResourceLevel level, Relation which, CancellationToken ct)
    {
        var query = new FindQuery(level) { Related = which, Parts = MatchParts.Resource };
        ExpandedResource? only = null;
        await foreach (var found in SearchAsync(query, Requested(arguments), TagFormat.Of(arguments, DicomJsonFormat.Simplify),
            strict: true, ct)) only = found;
        return only;
    }

    // As /tags shows it: what is too long there, or no text, is null here too.
    private Dictionary<string, RequestedValue> Read(DicomDataset dataset, IReadOnlyList<DicomTag> tags, DicomJsonFormat format) =>
        tags.ToDictionary(tag => tag.ToString(), tag => Read(dataset, tag, format));

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
}
