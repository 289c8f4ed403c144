using System.Collections.Concurrent;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Reconstructing;

/// <summary>
/// Reads stored files again, so that resources have the main tags that were added to the list after they were stored (<c>ExtraMainDicomTags</c>, or a later version).
/// What is found is recorded as events. May be broken off and done again: what is up to date stays as it is.
/// </summary>
public sealed class Reconstruction(Ledger ledger, IKeptTags kept, StoredFiles files, MainDicomTags tags, ArchiveClock clock)
{
    private const int AtOnce = 100;

    // Below before above, as everything is told.
    private static readonly ResourceLevel[] s_levels = [ResourceLevel.Instance, ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient];

    /// <param name="of">This resource, what lies below and what lies above; <c>null</c> for the whole archive.</param>
    /// <param name="thisLevelOnly">Whether resources below and above stay as they are.</param>
    /// <param name="every">Whether to read again those too that have all main tags already.</param>
    /// <param name="progress">Gets how many resources have been read.</param>
    /// <returns>How many resources have other tags now.</returns>
    public async Task<int> RunAsync(
        (ResourceLevel Level, OrthancId Id)? of, bool thisLevelOnly, bool every, Origin origin, IProgress<int>? progress, CancellationToken cancellation)
    {
        var (seen, changed) = (0, 0);
        foreach (var level in s_levels.Where(level => !thisLevelOnly || of is null || level == of.Value.Level))
        {
            for (var after = ""; ;)
            {
                var page = await kept.NextAsync(level, of, tags.KeptSignatureOf(level), every, after, AtOnce, cancellation);
                if (page.Count == 0) break;
                after = page[^1].Id.Value;
                changed += await RecordAsync(level, await ReadAsync(level, page, cancellation), origin, cancellation);
                progress?.Report(seen += page.Count);
            }
        }
        return changed;
    }

    // What cannot be read has been logged, and keeps what it has.
    private async Task<IReadOnlyDictionary<OrthancId, ShownTags>> ReadAsync(ResourceLevel level, IReadOnlyList<ReadableResource> page, CancellationToken cancellation)
    {
        var read = new ConcurrentDictionary<OrthancId, ShownTags>();
        await Parallel.ForEachAsync(
            page, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            async (resource, token) => await files.TryUseAsync(resource.File, file => read[resource.Id] = TagsOf(level, file.Dataset), token));
        return read;
    }

    private ShownTags TagsOf(ResourceLevel level, DicomDataset dataset) => new(
        tags.Read(dataset, level), level == ResourceLevel.Study ? tags.Read(dataset, ResourceLevel.Patient) : null, tags.KeptSignatureOf(level), tags.ReadSequences(dataset, level));

    private async Task<int> RecordAsync(ResourceLevel level, IReadOnlyDictionary<OrthancId, ShownTags> read, Origin origin, CancellationToken cancellation)
    {
        var changed = 0;
        if (read.Count == 0) return changed;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var held = await kept.LockAsync(transaction, level, [.. read.Keys], token);
            var now = clock.Next();
            Entry[] entries =
            [
                .. held.SelectMany(resource => new RebuildMainDicomTags(level, resource.Key, read[resource.Key]).Decide(resource.Value.Patient, resource.Value.Shown, now))
                    .Select(fact => new Entry(fact, origin)),
            ];
            changed = entries.Length;
            return entries;
        }, cancellation);
        return changed;
    }
}
