using EventDicom.Domain;
using EventDicom.Domain.Finding;

namespace EventDicom.Projections.Resources;

/// <content>What is asked of many resources at once, a set of ids with each statement: requests name half a million of them.</content>
public sealed partial class ResourceQueries
{
    private const int IdsAtOnce = 10_000;

    /// <summary>The levels of many resources; those that are not known are left out.</summary>
    public async Task<IReadOnlyDictionary<string, ResourceLevel>> LevelsOfAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var sql = string.Join(" union all ",
            Enum.GetValues<ResourceLevel>().Select(level => $"select id, {(int)level} from {ResourceTable.Of(level)} where id = any($1)"));
        var levels = new Dictionary<string, ResourceLevel>();
        foreach (var some in ids.Where(OrthancId.IsWellFormed).Distinct().Chunk(IdsAtOnce))
            await foreach (var (id, level) in RowsAsync(sql, [some], rows => (rows.GetString(0), (ResourceLevel)rows.GetInt32(1)), ct))
                levels[id] = level;
        return levels;
    }

    /// <summary>The resources of one level that lie at, above or below some of another, each once within a call, in the order of their
    /// identifiers.</summary>
    /// <param name="ids">No more than go with one statement.</param>
    public IAsyncEnumerable<Match> RelatedAsync(
        ResourceLevel wanted, ResourceLevel level, IReadOnlyCollection<string> ids, CancellationToken ct,
        MatchParts parts = MatchParts.Resource) =>
        index.SearchAsync(new(new FindQuery(wanted) { Related = new(level, ids), Parts = parts }), ct);

    /// <summary>Metadata of some resources of one level by their numbers; those that are not known are left out.</summary>
    /// <inheritdoc cref="RelatedAsync"/>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<int, string>>> MetadataAsync(
        ResourceLevel level, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var metadata = new Dictionary<string, IReadOnlyDictionary<int, string>>();
        await foreach (var match in RelatedAsync(level, level, ids, ct, MatchParts.Metadata)) metadata[match.Id] = match.Metadata;
        return metadata;
    }
}
