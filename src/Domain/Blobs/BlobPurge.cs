using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Removes for good what nothing has named for the whole retention, in steps of which each may be the last before a crash: a
/// transaction records the purge and marks the addresses; the next one holds the marks, removes the bytes and forgets the marks. A
/// store of the same bytes takes the mark away, or waits until the bytes are gone and then writes them.
/// </summary>
public sealed class BlobPurge(Ledger ledger, IBlobIndex index, IBlobStore blobs, BlobRetention retention, TimeProvider time,
    ILogger<BlobPurge> logger)
{
    private const int AtOnce = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        await RemoveMarkedAsync(ct); // what a crash left
        while (await MarkAsync(ct) > 0) await RemoveMarkedAsync(ct);
    }

    private async Task<int> MarkAsync(CancellationToken ct)
    {
        IReadOnlyList<string> released = [];
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var now = time.GetUtcNow();
            released = await index.MarkReleasedAsync(transaction, now - retention.Released, AtOnce, token);
            return released.Count == 0 ? [] : [new Entry(new("blobs", new BlobsPurged(released, now)), Origin.Server)];
        }, ct);
        return released.Count;
    }

    private async Task RemoveMarkedAsync(CancellationToken ct)
    {
        var removed = new List<string>();
        do
        {
            await ledger.WriteAsync(async (transaction, token) =>
            {
                removed.Clear();
                foreach (var sha256 in await index.LockMarkedAsync(transaction, AtOnce, token))
                    if (TryRemove(sha256)) removed.Add(sha256);
                if (removed.Count > 0) await index.ForgetMarksAsync(transaction, removed, token);
                return [];
            }, ct);
        }
        while (removed.Count == AtOnce);
    }

    // One that cannot be removed keeps its mark, and none of the others waits for it.
    private bool TryRemove(string sha256)
    {
        try
        {
            blobs.Remove(sha256);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.CannotRemove(logger, sha256, failure.Message);
            return false;
        }
    }
}
