using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Stability;

/// <summary>Looks every second for what has rested longer than <c>StableAge</c>. What rested while no server ran is found too.</summary>
/// <param name="stableAge">Seconds; strictly more must have passed.</param>
public sealed class StabilityWatch(Ledger ledger, IResourceIndex index, ArchiveClock clock, TimeProvider time, StableAge stableAge, ILogger<StabilityWatch> logger)
    : BackgroundService
{
    private const int PatientsAtOnce = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await StabilizeAsync(stoppingToken) == PatientsAtOnce) { }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.CannotStabilize(logger, failure);
            }
        }
    }

    private async Task<int> StabilizeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var cutoff = new DateTimeOffset(now.Ticks - now.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero) - TimeSpan.FromSeconds(stableAge.Seconds);
        var patients = 0;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var resting = await index.LockRestingAsync(transaction, cutoff, PatientsAtOnce, token);
            patients = resting.DistinctBy(resource => resource.PatientId).Count();
            return [.. StabilizeResources.Decide(resting, clock.Next()).Select(fact => new Entry(fact, Origin.Server))];
        }, cancellation);
        return patients;
    }
}

/// <summary>Orthanc's <c>StableAge</c>.</summary>
public sealed record StableAge(int Seconds = 60);
