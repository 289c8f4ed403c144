namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>A resource whose instances, all or some, were made anew, and where they went.</summary>
/// <param name="Results">What they are below now, at the same level.</param>
/// <param name="Series">At most <see cref="RewrittenSources.MostSeries"/>.</param>
public sealed record RewrittenSource(OrthancId Id, OrthancId PatientId, IReadOnlyList<OrthancId> Results,
    IReadOnlyList<RewrittenSeries> Series);

/// <summary>Sums up, from what its chunks found, what a job did to which resources.</summary>
public static class RewrittenSources
{
    /// <summary>Series that one event names: some 100 KB.</summary>
    public const int MostSeries = 500;

    /// <summary>The resources of a level that instances came from, in the order of the chunks; one that has more series than an event may
    /// name comes several times.</summary>
    /// <remarks>What chunks of earlier versions found, who did not note the parents of the sources, is left out.</remarks>
    public static IEnumerable<RewrittenSource> At(ResourceLevel level, IReadOnlyList<RewrittenChunk> chunks)
    {
        var sources = new Dictionary<OrthancId, Dictionary<(Lineage From, Lineage Into), List<RewrittenInstance>>>();
        foreach (var chunk in chunks)
        {
            foreach (var instance in chunk.Instances)
            {
                if (instance.SourceParents is not { } above) continue;
                var (from, into) = (chunk.Parents[above], chunk.Parents[instance.Parents]);
                var id = level == ResourceLevel.Instance ? instance.SourceId : from.At(level);
                if (!sources.TryGetValue(id, out var series)) sources[id] = series = [];
                if (!series.TryGetValue((from, into), out var instances)) series[(from, into)] = instances = [];
                instances.Add(instance);
            }
        }

        foreach (var (id, series) in sources)
        {
            foreach (var part in series.Chunk(MostSeries))
            {
                yield return new(
                    id,
                    part[0].Key.From.PatientId,
                    [.. part.SelectMany(one => level == ResourceLevel.Instance
                        ? one.Value.Select(instance => instance.Id) : [one.Key.Into.At(level)]).Distinct()],
                    [.. part.Select(one => new RewrittenSeries(one.Key.From.SeriesId, one.Key.Into.SeriesId, one.Key.Into.StudyId,
                        one.Value.Count))]);
            }
        }
    }
}
