using EventDicom.Domain.Instances;
using EventDicom.Domain.Modifying.Rewriting;
using EventDicom.Domain.Resources;

namespace EventDicom.Domain.Modifying;

/// <summary>
/// Brings the main tags of parents up to date whose instances a job modified, as Orthanc does since 1.11.3: each is read from the
/// first result below it.
/// </summary>
public sealed class MainDicomTagsRebuild(
    Ledger ledger, IResources resources, IStoredInstances instances, StoredFiles files, MainDicomTags tags, ArchiveClock clock)
{
    private static readonly ResourceLevel[] s_parents = [ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient];

    /// <summary>May be done again: what is up to date stays as it is.</summary>
    public async Task RunAsync(Modification modification, IReadOnlyList<RewrittenChunk> chunks, Origin origin, CancellationToken ct)
    {
        foreach (var level in s_parents.Where(level => RebuildMainDicomTags.IsDueAfter(modification, level, tags)))
        {
            var results = chunks.SelectMany(chunk =>
                chunk.Instances.Select(result => (Parent: chunk.Parents[result.Parents].At(level), result.Id)));
            foreach (var (parent, result) in results.DistinctBy(result => result.Parent))
                await RunAsync(level, parent, result, origin, ct);
        }
    }

    private async Task RunAsync(ResourceLevel level, OrthancId id, OrthancId instance, Origin origin, CancellationToken ct)
    {
        if (!(await instances.FilesAsync([instance], ct)).TryGetValue(instance, out var file)) return; // deleted meanwhile

        var command = await files.UseAsync(
            file.Of(instance), whole: false, dicom =>
                new RebuildMainDicomTags(level, id, ShownTags.Of(dicom.Dataset, level, tags)), ct, Timeout.InfiniteTimeSpan);
        await ledger.WriteAsync(async (transaction, token) =>
        {
            if (await resources.LockAsync(transaction, level, id, token) is not { } held) return [];
            var shown = await resources.MainDicomTagsAsync(transaction, level, id, token);
            return [.. command.Decide(held.PatientId, shown, clock.Next()).Select(fact => new Entry(fact, origin))];
        }, ct);
    }
}
