namespace EventDicom.Domain.Modifying;

/// <summary>What came of the instances of a chunk, as the job keeps it until it ends.</summary>
/// <param name="Parents">Each set of parents once.</param>
public sealed record RewrittenChunk(IReadOnlyList<RewrittenParents> Parents, IReadOnlyList<RewrittenInstance> Instances)
{
    public static RewrittenChunk Of(IEnumerable<(RewrittenInstance Instance, RewrittenParents Parents)> results)
    {
        var parents = new List<RewrittenParents>();
        var instances = new List<RewrittenInstance>();
        foreach (var (instance, above) in results)
        {
            var index = parents.IndexOf(above);
            if (index < 0)
            {
                index = parents.Count;
                parents.Add(above);
            }
            instances.Add(instance with { Parents = index });
        }
        return new(parents, instances);
    }
}

/// <summary>The parents of a result.</summary>
public sealed record RewrittenParents(OrthancId SeriesId, OrthancId StudyId, OrthancId PatientId)
{
    public OrthancId At(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => PatientId,
        ResourceLevel.Study => StudyId,
        _ => SeriesId,
    };
}

/// <summary>One result.</summary>
/// <param name="Parents">Index in the chunk's parents.</param>
public sealed record RewrittenInstance(OrthancId SourceId, OrthancId Id, int Parents = 0);
