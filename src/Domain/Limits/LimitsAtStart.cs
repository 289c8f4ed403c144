using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Limits;

/// <summary>Has the limits hold that were lowered since the last start, as Orthanc does: in many transactions, while the server goes
/// on.</summary>
public sealed class LimitsAtStart(Ledger ledger, StorageLimits limits, IStorageUse storage, ArchiveClock clock,
    ILogger<LimitsAtStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!limits.Any || limits.Rejects) return;
        try
        {
            while (await RecycleAsync(stoppingToken)) { }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The next instance that arrives makes up for it.
            Log.CannotRecycle(logger, failure);
        }
    }

    /// <returns>Whether that was not enough.</returns>
    private async Task<bool> RecycleAsync(CancellationToken ct)
    {
        var made = RoomMade.Enough;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var room = new StorageRoom(limits, storage, transaction, await storage.LockAsync(transaction, token), []);
            made = await room.TakeAsync(default, null, clock.Next(), token);
            return [.. made.Recycled.Select(fact => new Entry(fact, Origin.Server))];
        }, ct);
        if (made.Recycled.Count > 0) Log.RecycledAtStart(logger, made.Recycled.Count);
        return made.IsPart;
    }
}
