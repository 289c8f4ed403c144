using System.Collections.Concurrent;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Modifying;

namespace EventDicom.Domain.Reconstructing;

/// <summary>How stored files are read again.</summary>
public sealed record Rereading
{
    /// <summary>This resource, what lies below and what lies above; <c>null</c> for the whole archive.</summary>
    public (ResourceLevel Level, OrthancId Id)? Around { get; init; }

    /// <summary>Whether resources below and above stay as they are.</summary>
    public bool ThisLevelOnly { get; init; }

    /// <summary>Whether to read again those too that have all main tags already.</summary>
    public bool Every { get; init; }

    /// <summary>Whether only what was no main tag yet is added, where something is missing; else a resource shows what its file
    /// has.</summary>
    public bool OnlyAdds { get; init; }

    /// <summary>Files that are read at a time.</summary>
    public int AtOnce { get; init; } = Environment.ProcessorCount;
}

/// <summary>
/// Reads stored files again, so that resources have the main tags that were added to the list after they were stored
/// (<c>ExtraMainDicomTags</c>, or a later version). What is found is recorded as events. May be broken off and done again: what is up to
/// date stays as it is.
/// </summary>
public sealed class Reconstruction(Ledger ledger, IKeptTags kept, StoredFiles files, MainDicomTags tags, ArchiveClock clock)
{
    private const int PageSize = 100;

    // Below before above, as everything is told; and a patient after its studies, which have a copy of its tags: until then it tells that
    // they are not read.
    private static readonly ResourceLevel[] s_levels = [ResourceLevel.Instance, ResourceLevel.Series, ResourceLevel.Study,
        ResourceLevel.Patient];

    /// <summary>How many resources there are to read.</summary>
    public async Task<long> CountAsync(Rereading wanted, CancellationToken ct)
    {
        var count = 0L;
        foreach (var which in await WhichAsync(wanted, ct)) count += await kept.CountAsync(which, ct);
        return count;
    }

    /// <param name="progress">Gets how many resources have been looked at.</param>
    /// <returns>How many of them stay as they are, because no file of them can be read.</returns>
    public async Task<int> RunAsync(Rereading wanted, Origin origin, IProgress<int>? progress, CancellationToken ct)
    {
        var (seen, unreadable) = (0, 0);
        var patientsOfUnread = new HashSet<OrthancId>();
        foreach (var which in await WhichAsync(wanted, ct))
        {
            for (var after = ""; ;)
            {
                var page = await kept.NextAsync(which, after, PageSize, ct);
                if (page.Count == 0) break;
                after = page[^1].Id.Value;
                // A patient that is filled would tell that its studies are.
                var readable = wanted.OnlyAdds && which.Level == ResourceLevel.Patient
                    ? [.. page.Where(resource => !patientsOfUnread.Contains(resource.Id))] : page;
                var read = await ReadAsync(which.Level, readable, wanted.AtOnce, ct);
                if (which.Level == ResourceLevel.Study)
                    patientsOfUnread.UnionWith(page.Where(resource => !read.ContainsKey(resource.Id)).Select(resource => resource.Patient));
                await RecordAsync(which.Level, read, wanted.OnlyAdds, origin, ct);
                unreadable += page.Count - read.Count;
                progress?.Report(seen += page.Count);
            }
        }
        return unreadable;
    }

    private async Task<IReadOnlyList<ResourcesToRead>> WhichAsync(Rereading wanted, CancellationToken ct)
    {
        var ofPatient = await ListsAsync(ResourceLevel.Patient, wanted, ct);
        var all = new List<ResourcesToRead>();
        foreach (var level in s_levels.Where(level => !wanted.ThisLevelOnly || wanted.Around is null || level == wanted.Around.Value.Level))
        {
            var which = new ResourcesToRead(
                level, level == ResourceLevel.Patient ? ofPatient : await ListsAsync(level, wanted, ct),
                level == ResourceLevel.Study ? ofPatient : [], wanted.Around);
            if (which.Any) all.Add(which);
        }
        return all;
    }

    private async Task<IReadOnlyList<string?>> ListsAsync(ResourceLevel level, Rereading wanted, CancellationToken ct) =>
    [
        .. (await kept.ListsAsync(level, ct)).Where(list =>
            wanted.Every || (wanted.OnlyAdds ? !tags.IsCoveredBy(level, list) : list != tags.KeptSignatureOf(level))),
    ];

    // What cannot be read has been logged, and keeps what it has.
    private async Task<IReadOnlyDictionary<OrthancId, ShownTags>> ReadAsync(
        ResourceLevel level, IReadOnlyList<ReadableResource> page, int atOnce, CancellationToken ct)
    {
        var read = new ConcurrentDictionary<OrthancId, ShownTags>();
        await Parallel.ForEachAsync(
            page, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = ct },
            async (resource, token) =>
                await files.TryUseAsync(resource.File, file => read[resource.Id] = ShownTags.Of(file.Dataset, level, tags), token));
        return read;
    }

    private async Task RecordAsync(ResourceLevel level, IReadOnlyDictionary<OrthancId, ShownTags> read, bool onlyAdds, Origin origin,
        CancellationToken ct)
    {
        if (read.Count == 0) return;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var held = await kept.LockAsync(transaction, level, [.. read.Keys], token);
            var now = clock.Next();
            return
            [
                .. held.SelectMany(resource => onlyAdds
                    ? new FillMainDicomTags(level, resource.Key, read[resource.Key])
                    .Decide(resource.Value.Patient, resource.Value.Shown, now)
                    : new RebuildMainDicomTags(level, resource.Key, read[resource.Key])
                    .Decide(resource.Value.Patient, resource.Value.Shown, now))
                    .Select(fact => new Entry(fact, origin)),
            ];
        }, ct);
    }
}
