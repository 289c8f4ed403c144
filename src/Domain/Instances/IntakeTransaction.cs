using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Limits;
using EventDicom.Domain.Revisions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventDicom.Domain.Instances;

/// <summary>What became of an instance.</summary>
/// <param name="Status">Means nothing where it was refused.</param>
/// <param name="IsSame">Whether the archive holds it with the very bytes that were brought.</param>
/// <param name="Refused">Why it was not stored; <c>null</c> where it was, or is already.</param>
public readonly record struct IntakeAnswer(StoreStatus Status, bool IsSame, Refused? Refused = null);

/// <summary>Stores a batch in one transaction: looks, decides each in turn, makes the bytes durable, appends, commits.</summary>
public sealed class IntakeTransaction(
    Ledger ledger, IHoldings holdings, StorageLimits limits, IStorageUse storage, IKeptAttachments attachments, IBlobStore blobs,
    ArchiveClock clock, ILogger<IntakeTransaction> logger)
{
    /// <returns>
    /// What became of each instance, in the order of the batch; <c>null</c> where nothing was stored, because there is room for them only
    /// one by one: patients in the batch may have to go for each other.
    /// </returns>
    public async Task<IReadOnlyList<IntakeAnswer>?> StoreAsync(IReadOnlyList<Incoming> batch, OverwriteMode overwrite)
    {
        while (true)
        {
            var (answers, isPart) = await TryStoreAsync(batch, overwrite);
            if (!isPart) return answers;
            if (batch.Count > 1) return null;
        }
    }

    /// <summary>
    /// Writes the bytes of an instance that is stored already once more where its file is missing or damaged. Reads the file. Where that
    /// was compressed it is not from then on.
    /// </summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public async Task RestoreAsync(Incoming incoming)
    {
        var (id, bytes) = (incoming.Header.InstanceId, incoming.Blob.Bytes);
        try
        {
            // Asks the store about its own bytes, which nobody reads as an instance here.
            blobs.Check(new(id.Value, bytes.Sha256, bytes.Size), incoming.Blob.Memory);
            return;
        }
        catch (DamagedFileException)
        {
        }

        var restored = false;
        await ledger.WriteAsync(async (transaction, ct) =>
        {
            var held = await LockAsync(transaction, [incoming], ct);
            restored = held.Instance(id)?.Sha256 == bytes.Sha256; // else it was deleted meanwhile
            if (!restored) return [];
            await blobs.KeepAsync([incoming.Blob], ct, anew: true);
            return await attachments.FindAsync(transaction, ResourceLevel.Instance, id, AttachmentNames.Dicom,
                ct) is { Form.IsCompressed: true } kept
                ? [new Entry(Uncompressed(incoming, RevisionRule.Next(kept.Revision)), incoming.Origin)]
                : [];
        }, CancellationToken.None);
        if (restored) Log.RestoredFile(logger, id);
    }

    private async Task<(IntakeAnswer[] Answers, bool IsPart)> TryStoreAsync(IReadOnlyList<Incoming> batch, OverwriteMode overwrite)
    {
        var answers = new IntakeAnswer[batch.Count];
        var isPart = false;

        await ledger.WriteAsync(async (transaction, ct) =>
        {
            isPart = false;
            var room = limits.Any ? await EnterAsync(transaction, batch, ct) : null;
            var held = await LockAsync(transaction, batch, ct);
            var entries = new List<Entry>();
            var toKeep = new List<IncomingBlob>();
            for (var i = 0; i < batch.Count; i++)
            {
                var incoming = batch[i];
                var command = new StoreInstance(incoming.Header, incoming.Blob.Bytes, incoming.Origin, Guid.NewGuid(), incoming.Overwrite,
                    incoming.Source)
                {
                    KeepsLabels = incoming.KeepsLabels,
                    Form = incoming.Compressed?.Form,
                };
                var now = clock.Next();
                var facts = command.Decide(held, overwrite, now);
                if (facts.Count > 0 && room is not null)
                {
                    var made = await room.TakeAsync(StorageDemand.Of(facts), incoming.Header.PatientId, now, ct);
                    // Others of the batch may have to go for this one.
                    isPart = made.IsPart || (made.Refused is not null && !limits.Rejects
                        && batch.Any(other => other.Header.PatientId != incoming.Header.PatientId));
                    if (isPart && batch.Count > 1) return new Writing([]);

                    foreach (var fact in made.Recycled)
                    {
                        entries.Add(new(fact, incoming.Origin));
                        Log.Recycled(logger, fact.Stream, incoming.Header.PatientId);
                    }
                    if (isPart) return new Writing(entries);
                    if (made.Refused is not null)
                    {
                        answers[i] = new(default, IsSame: false, made.Refused);
                        continue;
                    }
                }

                // So that the next of the batch sees what this one changed.
                foreach (var fact in facts) held.Apply(fact.Event);
                answers[i] = new(
                    facts.Count == 0 ? StoreStatus.AlreadyStored : StoreStatus.Success,
                    held.Instance(incoming.Header.InstanceId)?.Sha256 == incoming.Blob.Bytes.Sha256);
                if (facts.Count == 0) continue;

                entries.AddRange(facts.Select(fact => new Entry(fact, incoming.Origin)));
                // Also when this is tried again: nothing held the bytes that a first attempt wrote.
                toKeep.Add(incoming.File);
            }

            // The ledger commits no event before its bytes are durable.
            var durable = toKeep.Count == 0 ? Task.CompletedTask : Task.Run(() => blobs.KeepAsync(toKeep, ct), ct);
            return new Writing(entries, durable);
        }, CancellationToken.None);

        return (answers, isPart);
    }

    // Before any patient is held.
    private async Task<StorageRoom> EnterAsync(NpgsqlTransaction transaction, IReadOnlyList<Incoming> batch, CancellationToken ct) => new(
        limits, storage, transaction, await storage.LockAsync(transaction, ct),
        [.. batch.Select(incoming => incoming.Header.PatientId).Distinct()]);

    private Fact Uncompressed(Incoming incoming, long revision)
    {
        var (header, bytes) = (incoming.Header, incoming.Blob.Bytes);
        return new(header.InstanceId.Value, new AttachmentUncompressed(
            ResourceLevel.Instance, header.InstanceId, header.PatientId, header.StudyId, header.SeriesId, AttachmentNames.Dicom,
            new(bytes.Sha256, bytes.Size, bytes.Size, bytes.Md5, IsCompressed: false), revision, clock.Next()));
    }

    // Both addresses of what is compressed: a file that is found damaged is written as it came.
    private Task<Holdings> LockAsync(NpgsqlTransaction transaction, IReadOnlyList<Incoming> batch, CancellationToken ct) =>
        holdings.LockAsync(transaction, [.. batch.Select(incoming => incoming.Header)],
            [.. batch.SelectMany(incoming => new[] { incoming.Blob, incoming.File }).Select(file => file.Bytes.Sha256).Distinct()], ct);
}
