using System.Runtime.CompilerServices;
using System.Text.Json;
using EventDicom.Api.Metadata;
using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Metadata;
using EventDicom.Projections.Metadata;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary>
/// <c>POST /tools/bulk-content</c>: resources of any levels as <c>GET</c> shows them, or what lies at one level above or below
/// them, each once. Those that are not there are passed over.
/// </summary>
public sealed class BulkContentEndpoint(ResourceQueries queries, MetadataQueries metadataQueries, MetadataNames names, ResourceJson resources) : OrthancEndpoint
{
    // Of series and studies each may have thousands of children, which are held with it.
    private const int AtOnce = 200;

    public override void Configure()
    {
        Post("/tools/bulk-content");
        Describe(Allow.View, "Read many resources").Reads(Shape.Named("BulkContentRequest"))
            .Answers(Shape.ArrayOf(Shape.EitherOf(Shape.Named("Patient"), Shape.Named("Study"), Shape.Named("Series"), Shape.Named("Instance"))));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await HttpContext.Request.ReadJsonObjectAsync(OrthancError.BadRequest);
        var (ids, level) = (ResourceList.Read(body), ResourceList.ReadLevel(body));
        var format = IsOn(body, "Short") ? DicomJsonFormat.Short : IsOn(body, "Full") ? DicomJsonFormat.Full : DicomJsonFormat.Simplify;
        var withMetadata = IsOn(body, "Metadata", absent: true);
        await AnswerArrayAsync(
            FindAsync(ids, level, withMetadata, ct), (json, found) => resources.Write(json, found.View, format, requested: null, found.Metadata), ct);
    }

    private async IAsyncEnumerable<(ResourceView View, IReadOnlyDictionary<string, string>? Metadata)> FindAsync(
        IReadOnlyList<string> ids, ResourceLevel? wanted, bool withMetadata, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var views in ViewsAsync(ids, wanted, ct).Chunk(AtOnce).WithCancellation(ct))
        {
            var metadata = new Dictionary<string, IReadOnlyDictionary<string, string>>();
            if (withMetadata)
                foreach (var level in views.GroupBy(view => view.Level, view => view.Id))
                    foreach (var (id, values) in await metadataQueries.OfAsync(level.Key, [.. level], ct)) metadata[id] = names.Named(values);
            foreach (var view in views) yield return (view, metadata.GetValueOrDefault(view.Id));
        }
    }

    // In the order of the ids where they are asked for themselves.
    private async IAsyncEnumerable<ResourceView> ViewsAsync(IReadOnlyList<string> ids, ResourceLevel? wanted, [EnumeratorCancellation] CancellationToken ct)
    {
        var shown = new HashSet<string>();
        var levels = await queries.LevelsOfAsync(ids, ct);
        foreach (var some in ids.Distinct().Where(levels.ContainsKey).Chunk(AtOnce))
        {
            var found = new Dictionary<string, ResourceView>();
            foreach (var level in some.GroupBy(id => levels[id]))
            {
                await foreach (var view in queries.RelatedAsync(wanted ?? level.Key, level.Key, [.. level], ct))
                {
                    if (wanted is null) found[view.Id] = view;
                    else if (shown.Add(view.Id)) yield return view;
                }
            }
            foreach (var id in some)
                if (found.TryGetValue(id, out var view)) yield return view;
        }
    }

    private static bool IsOn(JsonElement body, string member, bool absent = false) =>
        body.TryGetProperty(member, out var value) ? value.ValueKind == JsonValueKind.True : absent;
}
