using EventDicom.Domain.Instances;
using EventDicom.Domain.Resources;

namespace EventDicom.Domain.Deleting;

/// <summary>
/// Deletes instances, with as few events as can say it: a study or series of which every instance is meant goes as a whole, but
/// not one to which somebody has added another instance. Those that are gone already are no error.
/// </summary>
public sealed class DeleteInstances(Ledger ledger, IResources resources, IStoredInstances stored, ArchiveClock clock)
{
    private const int AtOnce = 500;

    public async Task RunAsync(IReadOnlyCollection<OrthancId> instances, Origin origin, CancellationToken ct)
    {
        var files = await stored.FilesAsync(instances, ct);
        foreach (var study in files.GroupBy(file => file.Value.Parents.StudyId))
        {
            var meant = study.Select(file => file.Key).ToHashSet();
            if (await DeleteWholeAsync(study.Key, meant, origin, ct)) continue;
            foreach (var series in study.Select(file => file.Value.Parents.SeriesId).Distinct())
                while (await DeleteSomeAsync(series, meant, origin, ct)) { }
        }
    }

    private async Task<bool> DeleteWholeAsync(OrthancId study, HashSet<OrthancId> meant, Origin origin, CancellationToken ct)
    {
        var isWhole = false;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var held = await resources.LockAsync(transaction, ResourceLevel.Study, study, token);
            isWhole = held is null || (await resources.InstancesAsync(transaction, ResourceLevel.Study, study, token)).All(meant.Contains);
            return held is not null && isWhole
                ? [new Entry(new DeleteResource(ResourceLevel.Study, study, origin).Decide(held, clock.Next()).Fact, origin)] : [];
        }, ct);
        return isWhole;
    }

    /// <summary>Deletes a series of which every instance is meant, or as many of its instances as go into one transaction.</summary>
    /// <returns>Whether there are more of them.</returns>
    private async Task<bool> DeleteSomeAsync(OrthancId series, HashSet<OrthancId> meant, Origin origin, CancellationToken ct)
    {
        var hasMore = false;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            hasMore = false;
            if (await resources.LockAsync(transaction, ResourceLevel.Series, series, token) is not { } held) return [];
            var below = await resources.InstancesAsync(transaction, ResourceLevel.Series, series, token);
            var gone = below.Where(meant.Contains).ToList();
            if (gone.Count == below.Count)
                return [new Entry(new DeleteResource(ResourceLevel.Series, series, origin).Decide(held, clock.Next()).Fact, origin)];

            hasMore = gone.Count > AtOnce;
            return [.. gone.Take(AtOnce).Select(instance =>
                new Entry(new DeleteResource(ResourceLevel.Instance, instance, origin).Decide(Below(held, instance), clock.Next())
                    .Fact, origin))];
        }, ct);
        return hasMore;
    }

    // At least one other stays in the series, and so do all its parents.
    private static HeldResource Below(HeldResource series, OrthancId instance) => series with
    {
        Level = ResourceLevel.Instance, Id = instance,
        Instances = new Dictionary<ResourceLevel, int>(series.Instances) { [ResourceLevel.Instance] = 1 },
    };
}
