using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Instances;

/// <summary>Stores a batch in one transaction: looks, decides each in turn, makes the bytes durable, appends, commits.</summary>
public sealed class IntakeTransaction(Ledger ledger, IResourceIndex index, IBlobStore blobs, BlobGate gate, MainDicomTags tags, ArchiveClock clock)
{
    /// <returns>What became of each instance, in the order of the batch.</returns>
    public async Task<IReadOnlyList<StoreStatus>> StoreAsync(IReadOnlyList<Incoming> batch, bool overwrite)
    {
        var answers = new StoreStatus[batch.Count];
        var kept = new HashSet<IncomingBlob>();
        using var _ = await gate.EnterAsync(CancellationToken.None);

        await ledger.WriteAsync(async (transaction, cancellation) =>
        {
            var holdings = await index.LockAsync(transaction, [.. batch.Select(incoming => incoming.Header)], cancellation);
            var entries = new List<Entry>();
            var toKeep = new List<IncomingBlob>();
            for (var i = 0; i < batch.Count; i++)
            {
                var incoming = batch[i];
                var command = new StoreInstance(
                    incoming.Header, incoming.Blob.Bytes, incoming.Origin, overwrite || incoming.Overwrite == OverwriteRule.AlwaysUnlessSame,
                    Guid.NewGuid(), incoming.Overwrite != OverwriteRule.AsConfigured, incoming.Source)
                {
                    KeepsLabels = incoming.Overwrite == OverwriteRule.AlwaysUnlessSame,
                };
                var facts = command.Decide(holdings, tags, clock.Next());
                answers[i] = facts.Count == 0 ? StoreStatus.AlreadyStored : StoreStatus.Success;
                if (facts.Count == 0) continue;

                entries.AddRange(facts.Select(fact => new Entry(fact, incoming.Origin)));
                if (kept.Add(incoming.Blob)) toKeep.Add(incoming.Blob);
            }

            // The ledger commits no event before its bytes are durable.
            var durable = toKeep.Count == 0 ? Task.CompletedTask : Task.Run(() => blobs.KeepAsync(toKeep, cancellation), cancellation);
            return (entries, durable);
        }, CancellationToken.None);

        return answers;
    }
}
