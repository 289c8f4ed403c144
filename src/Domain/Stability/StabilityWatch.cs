using EventDicom.Domain.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Stability;

/// <summary>
/// Looks every second for resources that nothing was added to for longer than <c>StableAge</c>, as this node has seen time go by: for what
/// was stored before it started, the time counts from its start on.
/// </summary>
/// <param name="stableAge">Seconds; strictly more must have passed.</param>
public sealed class StabilityWatch(Ledger ledger, IUnstableResources resources, ArchiveClock clock, TimeProvider time, StableAge stableAge,
    ILogger<StabilityWatch> logger)
    : BackgroundService
{
    private const int PatientsAtOnce = 200;
    private const int NotesPerLook = 4;

    private static readonly TimeSpan s_note = TimeSpan.FromSeconds(1) / NotesPerLook;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var age = new EventAge(time, TimeSpan.FromSeconds(stableAge.Seconds));
        using var timer = new PeriodicTimer(s_note, time);
        for (var note = 1; await timer.WaitForNextTickAsync(stoppingToken); note++)
        {
            try
            {
                var old = age.Note(await resources.NewestEventAsync(stoppingToken));
                if (old is null || note % NotesPerLook != 0) continue;
                while (await StabilizeAsync(old.Value, stoppingToken) == PatientsAtOnce) { }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.CannotStabilize(logger, failure.Message, KnownFailure.IsTransientFailure(failure) ? null : failure);
            }
        }
    }

    private async Task<int> StabilizeAsync(long upTo, CancellationToken ct)
    {
        var patients = 0;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var unstable = await resources.LockAsync(transaction, upTo, PatientsAtOnce, token);
            patients = unstable.DistinctBy(resource => resource.PatientId).Count();
            return [.. StabilizeResources.Decide(unstable, clock.Next()).Select(fact => new Entry(fact, Origin.Server))];
        }, ct);
        return patients;
    }
}

/// <summary>Orthanc's <c>StableAge</c>.</summary>
public sealed record StableAge(int Seconds = 60);
