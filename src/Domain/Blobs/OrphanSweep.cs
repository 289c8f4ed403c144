using System.Globalization;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Sets aside what no event names: bytes of a batch that a crash kept from its commit. It never removes what it finds, asks the events
/// and not a view alone, leaves alone what is not clearly older than the newest event, and does nothing at all where the
/// folder and the database do not seem to belong together. What has lain aside for the retention, a day at least, is removed.
/// </summary>
public sealed class OrphanSweep(Ledger ledger, IBlobIndex index, IBlobStore blobs, BlobRetention retention, TimeProvider time,
    ILogger<OrphanSweep> logger)
{
    private const int AtOnce = 500;

    // A crash leaves about a batch for each node. More than this, and more than what is named, must have another cause.
    private const int Plausible = 64;

    private readonly int _daysAside = Math.Max(1, (int)Math.Ceiling(retention.Released.TotalDays));

    public async Task RunAsync(CancellationToken ct)
    {
        await SetAsideAsync(ct);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today.DayNumber > _daysAside && blobs.DropSetAside(today.AddDays(-_daysAside - 1)) is > 0 and var dropped)
            Log.DroppedOrphans(logger, dropped, _daysAside);
    }

    private async Task SetAsideAsync(CancellationToken ct)
    {
        if (await index.NewestEventAsync(ct) is not { } newest) return; // an empty database knows of no file
        var before = (newest - retention.Margin).UtcDateTime;
        var (named, unnamed) = (0, new List<string>());
        foreach (var page in blobs.List(ct).Chunk(AtOnce))
        {
            var known = (await index.NamedAsync([.. page.Select(blob => blob.Sha256)], ct)).ToHashSet();
            named += known.Count;
            unnamed.AddRange(page.Where(blob => blob.WrittenAt < before && !known.Contains(blob.Sha256)).Select(blob => blob.Sha256));
        }
        if (unnamed.Count == 0) return;
        if (unnamed.Count > named && (named == 0 || unnamed.Count > Plausible))
        {
            Log.ImplausibleOrphans(logger, named, unnamed.Count);
            return;
        }

        var set = 0;
        foreach (var page in (await index.UnnamedByEventsAsync(unnamed, ct)).Chunk(AtOnce))
            set += await SetAsideAsync(page, ct);
        if (set > 0) Log.SetOrphansAside(logger, set, time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), _daysAside);
    }

    // What was committed since the events were read has changed the views with it; and nobody is between writing bytes and committing.
    private async Task<int> SetAsideAsync(IReadOnlyCollection<string> orphans, CancellationToken ct)
    {
        var set = 0;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var named = await index.NamedWhileNobodyStoresAsync(transaction, orphans, token);
            set += orphans.Except(named).Count(blobs.SetAside);
            return [];
        }, ct);
        return set;
    }
}
