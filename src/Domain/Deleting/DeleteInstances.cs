namespace EventDicom.Domain.Deleting;

/// <summary>
/// Deletes instances, with as few events as can say it: a study or series of which every instance is meant goes as a whole, but
/// not one to which somebody has added another instance. Those that are gone already are no error.
/// </summary>
public sealed class DeleteInstances(Ledger ledger, IResourceIndex index, ArchiveClock clock)
{
    public async Task RunAsync(IReadOnlyCollection<OrthancId> instances, Origin origin, CancellationToken cancellation)
    {
        var files = await index.FilesAsync(instances, cancellation);
        foreach (var study in files.GroupBy(file => file.Value.StudyId))
        {
            if (await DeleteWholeAsync(ResourceLevel.Study, study.Key, [.. study.Select(file => file.Key)], origin, cancellation)) continue;
            foreach (var series in study.GroupBy(file => file.Value.SeriesId))
            {
                if (await DeleteWholeAsync(ResourceLevel.Series, series.Key, [.. series.Select(file => file.Key)], origin, cancellation)) continue;
                foreach (var (instance, _) in series)
                    await DeleteResourceHandler.HandleAsync(new(ResourceLevel.Instance, instance, origin), ledger, index, clock, cancellation);
            }
        }
    }

    private async Task<bool> DeleteWholeAsync(ResourceLevel level, OrthancId id, HashSet<OrthancId> meant, Origin origin, CancellationToken cancellation)
    {
        var isWhole = false;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var held = await index.LockAsync(transaction, level, id, token);
            isWhole = held is null || (await index.InstancesAsync(transaction, level, id, token)).All(meant.Contains);
            return held is not null && isWhole ? [new Entry(new DeleteResource(level, id, origin).Decide(held, clock.Next()).Fact, origin)] : [];
        }, cancellation);
        return isWhole;
    }
}
