using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Revisions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventDicom.Domain.Instances;

/// <summary>What became of an instance.</summary>
/// <param name="IsSame">Whether the archive holds it with the very bytes that were brought.</param>
public readonly record struct IntakeAnswer(StoreStatus Status, bool IsSame);

/// <summary>Stores a batch in one transaction: looks, decides each in turn, makes the bytes durable, appends, commits.</summary>
public sealed class IntakeTransaction(Ledger ledger, IHoldings holdings, IKeptAttachments attachments, IBlobStore blobs, ArchiveClock clock, ILogger<IntakeTransaction> logger)
{
    /// <returns>What became of each instance, in the order of the batch.</returns>
    public async Task<IReadOnlyList<IntakeAnswer>> StoreAsync(IReadOnlyList<Incoming> batch, OverwriteMode overwrite)
    {
        var answers = new IntakeAnswer[batch.Count];

        await ledger.WriteAsync(async (transaction, cancellation) =>
        {
            var held = await LockAsync(transaction, batch, cancellation);
            var entries = new List<Entry>();
            var toKeep = new List<IncomingBlob>();
            for (var i = 0; i < batch.Count; i++)
            {
                var incoming = batch[i];
                var command = new StoreInstance(incoming.Header, incoming.Blob.Bytes, incoming.Origin, Guid.NewGuid(), incoming.Overwrite, incoming.Source)
                {
                    KeepsLabels = incoming.KeepsLabels,
                    Form = incoming.Compressed?.Form,
                };
                var facts = command.Decide(held, overwrite, clock.Next());
                // So that the next of the batch sees what this one changed.
                foreach (var fact in facts) held.Apply(fact.Event);
                answers[i] = new(
                    facts.Count == 0 ? StoreStatus.AlreadyStored : StoreStatus.Success, held.Instance(incoming.Header.InstanceId)?.Sha256 == incoming.Blob.Bytes.Sha256);
                if (facts.Count == 0) continue;

                entries.AddRange(facts.Select(fact => new Entry(fact, incoming.Origin)));
                // Also when this is tried again: nothing held the bytes that a first attempt wrote.
                toKeep.Add(incoming.File);
            }

            // The ledger commits no event before its bytes are durable.
            var durable = toKeep.Count == 0 ? Task.CompletedTask : Task.Run(() => blobs.KeepAsync(toKeep, cancellation), cancellation);
            return (entries, durable);
        }, CancellationToken.None);

        return answers;
    }

    /// <summary>
    /// Writes the bytes of an instance that is stored already once more where its file is missing or damaged. Reads the file. Where that was compressed it is not from then on.
    /// </summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public async Task RestoreAsync(Incoming incoming)
    {
        var (id, bytes) = (incoming.Header.InstanceId, incoming.Blob.Bytes);
        try
        {
            // Asks the store about its own bytes, which nobody reads as an instance here.
            blobs.Check(new(id.Value, bytes.Sha256, bytes.Size));
            return;
        }
        catch (DamagedFileException)
        {
        }

        var restored = false;
        await ledger.WriteAsync(async (transaction, cancellation) =>
        {
            var held = await LockAsync(transaction, [incoming], cancellation);
            restored = held.Instance(id)?.Sha256 == bytes.Sha256; // else it was deleted meanwhile
            if (!restored) return [];
            await blobs.KeepAsync([incoming.Blob], cancellation, anew: true);
            return await attachments.FindAsync(transaction, ResourceLevel.Instance, id, AttachmentNames.Dicom, cancellation) is { Form.IsCompressed: true } kept
                ? [new Entry(Uncompressed(incoming, RevisionRule.Next(kept.Revision)), incoming.Origin)]
                : [];
        }, CancellationToken.None);
        if (restored) Log.RestoredFile(logger, id);
    }

    private Fact Uncompressed(Incoming incoming, long revision)
    {
        var (header, bytes) = (incoming.Header, incoming.Blob.Bytes);
        return new(header.InstanceId.Value, new AttachmentUncompressed(
            ResourceLevel.Instance, header.InstanceId, header.PatientId, header.StudyId, header.SeriesId, AttachmentNames.Dicom,
            new(bytes.Sha256, bytes.Size, bytes.Size, bytes.Md5, IsCompressed: false), revision, clock.Next()));
    }

    // Both addresses of what is compressed: a file that is found damaged is written as it came.
    private Task<Holdings> LockAsync(NpgsqlTransaction transaction, IReadOnlyList<Incoming> batch, CancellationToken cancellation) =>
        holdings.LockAsync(transaction, [.. batch.Select(incoming => incoming.Header)], [.. batch.SelectMany(incoming => new[] { incoming.Blob, incoming.File }).Select(file => file.Bytes.Sha256).Distinct()], cancellation);
}
