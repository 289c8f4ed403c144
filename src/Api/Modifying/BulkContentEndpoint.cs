using System.Runtime.CompilerServices;
using System.Text.Json;
using EventDicom.Api.Resources;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Modifying;

/// <summary>
/// <c>POST /tools/bulk-content</c>: resources of any levels as <c>GET</c> shows them, or what lies at one level above or below
/// them, each once. Those that are not there are passed over.
/// </summary>
public sealed class BulkContentEndpoint(ResourceQueries queries, ResourceJson resources) : OrthancEndpoint
{
    // Of series and studies each may have thousands of children, which are held with it.
    private const int AtOnce = 200;

    public override void Configure()
    {
        Post("/tools/bulk-content");
        Describe(Allow.View, "Read many resources").Reads(Shape.Named("BulkContentRequest"))
            .Answers(Shape.ArrayOf(Shape.EitherOf(Shape.Named("Patient"), Shape.Named("Study"), Shape.Named("Series"),
                Shape.Named("Instance"))));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await HttpContext.Request.ReadJsonObjectAsync(OrthancError.BadRequest);
        var (ids, level) = (ResourceList.Read(body).Select(id => id.Value).ToList(), ResourceList.ReadLevel(body));
        var format = IsOn(body, "Short") ? DicomJsonFormat.Short : IsOn(body, "Full") ? DicomJsonFormat.Full : DicomJsonFormat.Simplify;
        var parts = IsOn(body, "Metadata", absent: true) ? MatchParts.Resource | MatchParts.Metadata : MatchParts.Resource;
        await AnswerArrayAsync(FindAsync(ids, level, parts, ct), (json, match) => resources.Write(json, match, format, parts), ct);
    }

    // In the order of the ids where they are asked for themselves.
    private async IAsyncEnumerable<Match> FindAsync(IReadOnlyList<string> ids, ResourceLevel? wanted, MatchParts parts,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var shown = new HashSet<string>();
        var levels = await queries.LevelsOfAsync(ids, ct);
        foreach (var some in ids.Distinct().Where(levels.ContainsKey).Chunk(AtOnce))
        {
            var found = new Dictionary<string, Match>();
            foreach (var level in some.GroupBy(id => levels[id]))
            {
                await foreach (var match in queries.RelatedAsync(wanted ?? level.Key, level.Key, [.. level], ct, parts))
                {
                    if (wanted is null) found[match.Id] = match;
                    else if (shown.Add(match.Id)) yield return match;
                }
            }
            foreach (var id in some)
                if (found.TryGetValue(id, out var match)) yield return match;
        }
    }

    private static bool IsOn(JsonElement body, string member, bool absent = false) =>
        body.TryGetProperty(member, out var value) ? value.ValueKind == JsonValueKind.True : absent;
}
