using System.Globalization;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Series;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /series/{id}/ordered-slices</c>: the frames of a series in the order of space, or else of their numbers.</summary>
public sealed class OrderedSlicesEndpoint(ResourceQueries queries, StoredFiles files) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/series/{id}/ordered-slices");
        Describe(Allow.View, "Order the slices of one {level}").Answers(Shape.Named("OrderedSlices"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await queries.DemandAsync(ResourceLevel.Series, Id, ct);
        var instances = new List<UnorderedSlice>();
        await foreach (var view in queries.RelatedAsync(ResourceLevel.Instance, ResourceLevel.Series, [Id], ct))
            instances.Add(new(view.Id, view.IndexInSeries, view.MainDicomTags));

        var (type, slices) = SliceOrder.Of(instances)
            ?? throw new OrthancException(OrthancError.InternalError, "Unable to order the slices of the series");
        var frames = await CountAsync(slices, ct);
        using var answer = JsonAnswer.To(HttpContext.Response);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteStartArray("Dicom");
        foreach (var slice in slices) json.WriteStringValue($"/instances/{slice.Id}/file");
        json.WriteEndArray();
        json.WriteStartArray("Slices");
        foreach (var slice in slices)
        {
            for (var frame = 0; frame < frames.GetValueOrDefault(slice.Id, 1); frame++)
            {
                json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"/instances/{slice.Id}/frames/{frame}"));
                await answer.DrainAsync();
            }
        }
        json.WriteEndArray();
        json.WriteStartArray("SlicesShort");
        foreach (var slice in slices)
        {
            json.WriteStartArray();
            json.WriteStringValue(slice.Id);
            json.WriteNumberValue(0);
            json.WriteNumberValue(frames.GetValueOrDefault(slice.Id, 1));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteString("Type", type);
        json.WriteEndObject();
        await answer.SendAsync();
    }

    // Most instances have one frame and say so: only the files of the others are opened.
    private async Task<Dictionary<string, int>> CountAsync(IReadOnlyList<Slice> slices, CancellationToken ct)
    {
        var counted = new Dictionary<string, int>();
        foreach (var slice in slices)
        {
            if (slice.PromisesFrames && await queries.FileAsync(slice.Id, ct) is { } file)
                counted[slice.Id] = await files.CountFramesAsync(file.Stored, ct);
        }
        return counted;
    }
}
