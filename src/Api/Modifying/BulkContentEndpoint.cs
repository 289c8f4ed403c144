using System.Runtime.CompilerServices;
using System.Text.Json;
using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary>
/// <c>POST /tools/bulk-content</c>: resources of any levels as <c>GET</c> shows them, or what lies at one level above or below
/// them, each once. Those that are not there are passed over.
/// </summary>
public sealed class BulkContentEndpoint(ResourceQueries queries, ResourceJson resources) : OrthancEndpoint
{
    public override void Configure() => Post("/tools/bulk-content");

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
        var shown = new HashSet<string>();
        var levels = await queries.LevelsOfAsync(ids, ct);
        foreach (var id in ids.Distinct())
        {
            if (!levels.TryGetValue(id, out var level)) continue;
            await foreach (var view in RelatedAsync(level, id, wanted ?? level, ct))
                if (shown.Add(view.Id))
                    yield return (view, withMetadata ? await queries.MetadataAsync(view.Level, view.Id, ct) : null);
        }
    }

    private async IAsyncEnumerable<ResourceView> RelatedAsync(ResourceLevel level, string id, ResourceLevel wanted, [EnumeratorCancellation] CancellationToken ct)
    {
        if (wanted > level)
        {
            await foreach (var view in queries.DescendantsAsync(wanted, level, id, ct)) yield return view;
            yield break;
        }

        var found = wanted == level ? await queries.FindAsync(level, id, ct) : await queries.AncestorAsync(wanted, level, id, ct);
        if (found is not null) yield return found;
    }

    private static bool IsOn(JsonElement body, string member, bool absent = false) =>
        body.TryGetProperty(member, out var value) ? value.ValueKind == JsonValueKind.True : absent;
}
