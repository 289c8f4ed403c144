using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Blobs;

/// <summary>How long bytes are kept that nothing names any more.</summary>
/// <param name="Released">After the deletion of what named them; Orthanc's users know no such time, ours can undo within it.</param>
/// <param name="Unsettled">
/// How long another node that writes to the same store may take from writing bytes to committing the event that names them;
/// zero where this server has the store for itself.
/// </param>
public sealed record BlobRetention(TimeSpan Released, TimeSpan Unsettled);

/// <summary>
/// Removes bytes that are not needed: those released longer ago than the retention, which is recorded, and, once after a start,
/// those that a crash left without any event.
/// </summary>
public sealed class BlobKeeper(Ledger ledger, IResourceIndex index, IBlobStore blobs, BlobGate gate, BlobRetention retention, TimeProvider time, ILogger<BlobKeeper> logger)
    : BackgroundService
{
    private const int AtOnce = 500;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var startedAt = time.GetUtcNow();
        var swept = false;
        using var timer = new PeriodicTimer(s_pause, time);
        do
        {
            try
            {
                if (!swept && time.GetUtcNow() >= startedAt + retention.Unsettled)
                {
                    await SweepAsync(startedAt, stoppingToken);
                    swept = true;
                }
                while (await PurgeAsync(stoppingToken) == AtOnce) { }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.CannotTidyBlobs(logger, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Bytes that no event names were written by a batch that never committed. Only what was there before this start can be such;
    // what this process writes it answers for itself.
    private async Task SweepAsync(DateTimeOffset startedAt, CancellationToken cancellation)
    {
        var swept = 0;
        foreach (var page in blobs.List(cancellation).Where(blob => blob.WrittenAt < startedAt.UtcDateTime).Select(blob => blob.Sha256).Chunk(AtOnce))
        {
            using (await gate.EnterAsync(cancellation))
            {
                foreach (var orphan in page.Except(await index.NamedBlobsAsync(page, cancellation)))
                {
                    blobs.Remove(orphan);
                    swept++;
                }
            }
        }
        if (swept > 0) Log.SweptOrphans(logger, swept);
    }

    private async Task<int> PurgeAsync(CancellationToken cancellation)
    {
        // Nobody may store the same bytes anew between the decision and the removal.
        using var _ = await gate.EnterAsync(cancellation);
        IReadOnlyList<string> released = [];
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var now = time.GetUtcNow();
            released = await index.LockReleasedBlobsAsync(transaction, now - retention.Released, AtOnce, token);
            return released.Count == 0 ? [] : [new Entry(new("blobs", new BlobsPurged(released, now)), Origin.Server)];
        }, cancellation);
        foreach (var sha256 in released) blobs.Remove(sha256);
        return released.Count;
    }
}
