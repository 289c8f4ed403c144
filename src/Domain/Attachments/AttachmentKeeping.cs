using EventDicom.Domain.Blobs;
using EventDicom.Domain.Revisions;

namespace EventDicom.Domain.Attachments;

/// <summary>Whether what is stored is kept compressed (Orthanc's <c>StorageCompression</c>). What is there already stays as it
/// is.</summary>
public sealed record StorageCompression(bool IsOn);

/// <summary>Changes the attachments of resources, each in one transaction that holds the patient. The bytes are durable before the event
/// that names them.</summary>
public sealed class AttachmentKeeping(
    Ledger ledger, IResources resources, IKeptAttachments kept, IBlobStore blobs, AttachedFiles files, RevisionRule rule,
    StorageCompression compression, ArchiveClock clock)
{
    /// <exception cref="IOException">The disk is full or fails; nothing was attached.</exception>
    public async Task<ChangeResult> RunAsync(StoreAttachment command, Stream body, CancellationToken ct)
    {
        var (file, content) = await files.ReceiveAsync(body, compression.IsOn, ct);
        using (file)
            return await ChangeAsync(
                command.Level, command.Id, command.ContentType, (held, current) =>
                    command.Decide(held, current, content, rule, clock.Next()), command.Origin, file, ct);
    }

    public Task<ChangeResult> RunAsync(RemoveAttachment command, CancellationToken ct) =>
        ChangeAsync(command.Level, command.Id, command.ContentType, (held, current) => command.Decide(held, current, rule, clock.Next()),
            command.Origin, file: null, ct);

    /// <param name="seen">The attachment as it was found.</param>
    /// <exception cref="DamagedFileException">The file is not what was stored; it stays as it is.</exception>
    /// <exception cref="IOException">The disk is full or fails; nothing was changed.</exception>
    public async Task<ChangeResult> RunAsync(ReformAttachment command, KeptAttachment seen, CancellationToken ct)
    {
        if (seen.Form.IsCompressed == command.Compressed) return new(ChangeStatus.Changed, seen.Revision);
        var (file, form) = await Task.Run(() => files.Reform(seen), ct);
        using (file)
            return await ChangeAsync(
                command.Level, command.Id, command.ContentType, (held, current) =>
                    command.Decide(held, current, seen, form, clock.Next()), command.Origin, file, ct);
    }

    private async Task<ChangeResult> ChangeAsync(
        ResourceLevel level, OrthancId id, int contentType, Func<HeldResource, KeptAttachment?, (ChangeResult, Fact?)> decide,
        Origin origin, IncomingBlob? file,
        CancellationToken ct)
    {
        var result = default(ChangeResult);
        await ledger.WriteAsync(async (transaction, token) =>
        {
            if (await resources.LockAsync(transaction, level, id, token) is not { } held)
            {
                result = new(ChangeStatus.UnknownResource);
                return new Writing([]);
            }

            (result, var fact) = decide(held, await kept.FindAsync(transaction, level, id, contentType, token));
            if (fact is not { } change) return new Writing([]);
            if (file is null) return new Writing([new Entry(change, origin)]);

            await kept.HoldBytesAsync(transaction, file.Bytes.Sha256, token);
            return new Writing([new Entry(change, origin)], Task.Run(() => blobs.KeepAsync([file], token), token));
        }, ct);
        return result;
    }
}
