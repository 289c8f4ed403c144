using EventDicom.Domain.Errors;
using EventDicom.Domain.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Worklists;

/// <summary>Looks from time to time for worklists that are to go: their study is here, and stable, or they are too old.</summary>
public sealed class WorklistHousekeeping(
    IWorklists worklists, IStableStudies studies, WorklistOptions options, ArchiveClock clock, TimeProvider time,
    ILogger<WorklistHousekeeping> logger) : BackgroundService
{
    // As many as one question to the database is about.
    private const int AtOnce = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.DeleteWorklistsOnStableStudy && options.DeleteWorklistsDelay == 0) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.HousekeepingInterval), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.CannotCleanWorklists(logger, failure.Message, KnownFailure.IsTransientFailure(failure) ? null : failure);
            }
        }
    }

    private async Task CleanAsync(CancellationToken ct)
    {
        var known = worklists.ListAsync(ct).Select(worklist => (worklist.Id, worklist.StudyId, worklist.SavedAt));
        await foreach (var some in known.Chunk(AtOnce).WithCancellation(ct))
        {
            var ofStudies = some.Select(worklist => worklist.StudyId).OfType<OrthancId>().Distinct().ToList();
            var stable = await studies.AmongAsync(ofStudies, ct);
            foreach (var (id, study, savedAt) in some)
            {
                var isStable = study is { } planned && stable.Contains(planned);
                // Whoever deletes one meanwhile has done what was to be done.
                if (DeleteWorklist.Due(savedAt, isStable, options, clock.Next()) is { } why)
                    await worklists.DeleteAsync(new(id, why, Origin.Server) { SavedAt = savedAt }, ct);
            }
        }
    }
}
