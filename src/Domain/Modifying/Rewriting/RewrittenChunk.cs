namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>What came of the instances of a chunk, as the job keeps it until it ends.</summary>
/// <param name="Parents">Each set of parents, of sources and of results, once.</param>
public sealed record RewrittenChunk(IReadOnlyList<Lineage> Parents, IReadOnlyList<RewrittenInstance> Instances)
{
    public static RewrittenChunk Of(IEnumerable<(RewrittenInstance Instance, Lineage From, Lineage Into)> results)
    {
        var parents = new List<Lineage>();
        int IndexOf(Lineage above)
        {
            if (parents.IndexOf(above) is >= 0 and var index) return index;
            parents.Add(above);
            return parents.Count - 1;
        }
        return new(parents,
            [.. results.Select(result => result.Instance with { Parents = IndexOf(result.Into), SourceParents = IndexOf(result.From) })]);
    }
}

/// <summary>One result.</summary>
/// <param name="Parents">Index of its own in the chunk's parents.</param>
/// <param name="SourceParents">Index of those of its source; <c>null</c> in chunks of earlier versions.</param>
public sealed record RewrittenInstance(OrthancId SourceId, OrthancId Id, int Parents = 0, int? SourceParents = null);
