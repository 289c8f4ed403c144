using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Modifying;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Finding;

/// <summary>
/// Reads the main tags that were none yet when resources were stored, after <c>ExtraMainDicomTags</c> or the program has changed: one file of each, in the background, on one
/// node at a time. Until it is through, searches look into the files of those that lack them (<see cref="MainTagsCoverage"/>).
/// </summary>
public sealed class MainTagsFilling(
    Ledger ledger, IResources resources, ILateResources late, IFind index, StoredFiles files, MainDicomTags tags, MainTagsCoverage coverage, ArchiveClock clock, TimeProvider time,
    ILogger<MainTagsFilling> logger) : BackgroundService
{
    private const int ResourcesAtOnce = 200;
    private const int ProgressEvery = 10_000;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (await NextAsync(stoppingToken)) return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.CannotFill(logger, failure);
            }
            await Task.Delay(s_pause, time, stoppingToken);
        }
    }

    /// <returns>Whether nothing is left to do for this run of the server.</returns>
    private async Task<bool> NextAsync(CancellationToken cancellation)
    {
        if (await WorkAsync(cancellation) is { Count: > 0 } work)
        {
            await using var held = await late.TryHoldAsync(cancellation);
            if (held is null) return false; // another node is at it
            if (await FillAsync(work, cancellation) is var unreadable and > 0)
            {
                Log.FilledInPart(logger, unreadable);
                return true; // their files may have come back at the next start
            }
        }
        coverage.IsComplete = true;
        return true;
    }

    // From the top down: a patient is filled after its studies, which have a copy of its tags, and so tells until then that they are not.
    private async Task<IReadOnlyList<(ResourceLevel Level, string? List)>> WorkAsync(CancellationToken cancellation)
    {
        var work = new List<(ResourceLevel, string?)>();
        foreach (var level in Enum.GetValues<ResourceLevel>())
            foreach (var list in await late.ListsAsync(level, cancellation))
                if (!tags.IsCoveredBy(level, list)) work.Add((level, list));
        return work;
    }

    /// <returns>How many could not be filled.</returns>
    private async Task<long> FillAsync(IReadOnlyList<(ResourceLevel Level, string? List)> work, CancellationToken cancellation)
    {
        var total = 0L;
        foreach (var (level, list) in work) total += await late.CountAsync(level, list, cancellation);
        Log.Filling(logger, 0, total);
        var (done, unreadable) = (0L, 0L);
        foreach (var (level, list) in work)
        {
            for (var after = ""; ;)
            {
                var some = await late.NextAsync(level, list, after, ResourcesAtOnce, cancellation);
                if (some.Count == 0) break;
                foreach (var resource in some)
                {
                    if (!await FillAsync(resource, cancellation)) unreadable++;
                    if (++done % ProgressEvery == 0) Log.Filling(logger, done, total);
                }
                after = some[^1].Id;
            }
        }
        Log.Filled(logger, done - unreadable);
        return unreadable;
    }

    private async Task<bool> FillAsync(Match resource, CancellationToken cancellation)
    {
        if (resource.Level == ResourceLevel.Patient)
        {
            var studies = new FindQuery(ResourceLevel.Study) { Related = new(ResourceLevel.Patient, [resource.Id]) };
            await foreach (var study in index.SearchAsync(new(studies, FirstFile.Always), cancellation))
                if (!await FillAsync(study, cancellation)) return false;
        }
        if (resource.First is not { } file) return true; // deleted meanwhile

        var (id, read) = (new OrthancId(resource.Id), default(ShownTags));
        if (!await files.TryUseAsync(file, dicom => (read = Read(resource.Level, dicom.Dataset)) is not null, cancellation)) return false;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            if (await resources.LockAsync(transaction, resource.Level, id, token) is not { } held) return [];
            var shown = await resources.MainDicomTagsAsync(transaction, resource.Level, id, token);
            return [.. new FillMainDicomTags(resource.Level, id, read!).Decide(held.PatientId, shown, clock.Next()).Select(fact => new Entry(fact, Origin.Server))];
        }, cancellation);
        return true;
    }

    private ShownTags Read(ResourceLevel level, DicomDataset dataset) => new(
        tags.Read(dataset, level), level == ResourceLevel.Study ? tags.Read(dataset, ResourceLevel.Patient) : null, tags.KeptSignatureOf(level), tags.ReadSequences(dataset, level));
}
