using System.Runtime.CompilerServices;
using EventDicom.Domain;
using EventDicom.Domain.Finding;

namespace EventDicom.Projections.Resources;

/// <content>What is asked of many resources at once, a set of ids with each statement: requests name half a million of them.</content>
public sealed partial class ResourceQueries
{
    private const int IdsAtOnce = 10_000;

    /// <summary>The levels of many resources; those that are not known are left out.</summary>
    public async Task<IReadOnlyDictionary<string, ResourceLevel>> LevelsOfAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var sql = string.Join(" union all ", Enum.GetValues<ResourceLevel>().Select(level => $"select id, {(int)level} from {ResourceTable.Of(level)} where id = any($1)"));
        var levels = new Dictionary<string, ResourceLevel>();
        foreach (var some in ids.Where(OrthancId.IsWellFormed).Distinct().Chunk(IdsAtOnce))
            await foreach (var (id, level) in RowsAsync(sql, [some], rows => (rows.GetString(0), (ResourceLevel)rows.GetInt32(1)), cancellation))
                levels[id] = level;
        return levels;
    }

    /// <summary>The studies of many series or instances, or studies themselves, of one level; those that are not known are left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StudiesOfAsync(ResourceLevel level, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var sql = $"select id, {(level == ResourceLevel.Study ? "id" : "study_id")} from {ResourceTable.Of(level)} where id = any($1)";
        var studies = new Dictionary<string, string>();
        foreach (var some in ids.Distinct().Chunk(IdsAtOnce))
            await foreach (var (id, study) in RowsAsync(sql, [some], rows => (rows.GetString(0), rows.GetString(1)), cancellation))
                studies[id] = study;
        return studies;
    }

    /// <summary>The instances at or below many resources of one level: each with the resource, in insertion order within each set.</summary>
    public async IAsyncEnumerable<(string Resource, string Instance)> InstancesAsync(
        ResourceLevel level, IReadOnlyCollection<string> ids, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var resource = level switch
        {
            ResourceLevel.Instance => "id",
            ResourceLevel.Series => "series_id",
            ResourceLevel.Study => "study_id",
            _ => "patient_id",
        };
        var sql =
            $"""
            select r.{resource}, r.id from {ResourceTable.Of(ResourceLevel.Instance)} r
            where {ResourceTable.Below(ResourceLevel.Instance, level, "any($1)")} order by {ResourceTable.Order}
            """;
        foreach (var some in ids.Distinct().Chunk(IdsAtOnce))
            await foreach (var row in RowsAsync(sql, [some], rows => (rows.GetString(0), rows.GetString(1)), cancellation))
                yield return row;
    }

    /// <summary>The resources of one level that lie at, above or below some of another, each once within a call, in the order of their identifiers.</summary>
    /// <param name="ids">No more than go with one statement.</param>
    public IAsyncEnumerable<Match> RelatedAsync(
        ResourceLevel wanted, ResourceLevel level, IReadOnlyCollection<string> ids, CancellationToken cancellation, MatchParts parts = MatchParts.Resource) =>
        index.SearchAsync(new(new FindQuery(wanted) { Related = new(level, ids), Parts = parts }), cancellation);

    /// <summary>Metadata of some resources of one level by their numbers; those that are not known are left out.</summary>
    /// <inheritdoc cref="RelatedAsync"/>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<int, string>>> MetadataAsync(
        ResourceLevel level, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var metadata = new Dictionary<string, IReadOnlyDictionary<int, string>>();
        await foreach (var match in RelatedAsync(level, level, ids, cancellation, MatchParts.Metadata)) metadata[match.Id] = match.Metadata;
        return metadata;
    }
}
