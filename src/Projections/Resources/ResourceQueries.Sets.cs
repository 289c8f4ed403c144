using System.Runtime.CompilerServices;
using EventDicom.Domain;

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
            where {ResourceTable.Below(ResourceLevel.Instance, level, any: true)} order by {ResourceTable.Order}
            """;
        foreach (var some in ids.Distinct().Chunk(IdsAtOnce))
            await foreach (var row in RowsAsync(sql, [some], rows => (rows.GetString(0), rows.GetString(1)), cancellation))
                yield return row;
    }

    /// <summary>The resources of one level that lie at, above or below some of another, each once within a call, in insertion order.</summary>
    /// <param name="ids">No more than go with one statement.</param>
    public IAsyncEnumerable<ResourceView> RelatedAsync(ResourceLevel wanted, ResourceLevel level, IReadOnlyCollection<string> ids, CancellationToken cancellation) => ViewsAsync(
        wanted, wanted >= level ? ResourceTable.Below(wanted, level, any: true) : ResourceTable.Above(wanted, level, any: true), [ids.ToArray()], cancellation);

    /// <summary>System metadata of some resources of one level by Orthanc's names, sorted; those that are not known are left out.</summary>
    /// <inheritdoc cref="RelatedAsync"/>
    public async Task<IReadOnlyDictionary<string, SortedDictionary<string, string>>> MetadataAsync(
        ResourceLevel level, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var metadata = new Dictionary<string, SortedDictionary<string, string>>();
        await foreach (var (id, values) in RowsAsync(
            $"select {SystemMetadata.Columns(level)} from {ResourceTable.Of(level)} where id = any($1)", [ids.ToArray()],
            rows => (SystemMetadata.IdOf(rows), SystemMetadata.Read(level, rows)), cancellation))
            metadata[id] = values;
        return metadata;
    }
}
