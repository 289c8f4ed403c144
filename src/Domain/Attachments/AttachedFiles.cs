using System.Security.Cryptography;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Attachments;

/// <summary>The bytes of attachments: how they are received, read, and brought into their other form.</summary>
public sealed class AttachedFiles(IBlobStore blobs)
{
    /// <summary>Takes in what is to be attached, in bounded memory.</summary>
    /// <param name="compressed">Whether it is to be kept compressed.</param>
    /// <returns>The file to keep, which is the caller's to dispose of, and what is known of it.</returns>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public async Task<(IncomingBlob File, AttachedContent Content)> ReceiveAsync(Stream body, bool compressed, CancellationToken ct)
    {
        var id = Guid.NewGuid();
        if (!compressed)
        {
            using var marked = new MarkedContent(body, id);
            var file = await blobs.ReceiveAsync(marked, ct);
            return (file, new(id, marked.ContentLength, marked.ContentMd5(),
                new(file.Bytes.Sha256, file.Bytes.Size, marked.ContentLength, marked.ContentMd5(), IsCompressed: false)));
        }

        using var plain = await blobs.ReceiveAsync(body, ct);
        var (made, form) = await Task.Run(() =>
        {
            using var content = plain.OpenFile();
            return Make(content, plain.Bytes.Size, id, compressed: true);
        }, ct);
        return (made, new(id, plain.Bytes.Size, plain.Bytes.Md5, form));
    }

    /// <summary>The compressed form of a file that was received as an instance.</summary>
    /// <inheritdoc cref="ReceiveAsync"/>
    public (IncomingBlob File, StoredForm Form) Compress(IncomingBlob instance)
    {
        using var content = instance.OpenFile();
        return Make(content, instance.Bytes.Size, mark: null, compressed: true);
    }

    /// <summary>The other form of what is kept: compressed if it is not, and the other way round. Reads the file twice.</summary>
    /// <exception cref="DamagedFileException">The file is not what was stored.</exception>
    /// <inheritdoc cref="ReceiveAsync"/>
    public (IncomingBlob File, StoredForm Form) Reform(KeptAttachment attachment)
    {
        using var content = OpenContent(attachment, verify: true);
        return Make(
            new StreamPart(content, 0, attachment.Size), attachment.Size,
            attachment.ContentType == AttachmentNames.Dicom ? null : attachment.FileUuid, compressed: !attachment.Form.IsCompressed);
    }

    /// <summary>Opens the content, uncompressed, for reading at random positions. What follows its last byte is none of it.</summary>
    /// <exception cref="DamagedFileException">The file is not what was stored.</exception>
    public Stream OpenContent(KeptAttachment attachment, bool verify = false)
    {
        var file = blobs.Open(attachment.File, verify);
        return attachment.Form.IsCompressed ? new InflatedStream(file, attachment.File, attachment.Form.Size, attachment.Size) : file;
    }

    /// <summary>Opens the content as it is stored. What follows its last byte is none of it.</summary>
    /// <exception cref="DamagedFileException">The file is not what was stored.</exception>
    public Stream OpenStored(KeptAttachment attachment) => blobs.Open(attachment.File);

    /// <summary>Whether the content still has its MD5, and its stored form, too.</summary>
    public async Task<bool> IsIntactAsync(KeptAttachment attachment, CancellationToken ct)
    {
        try
        {
            await using var stored = OpenStored(attachment);
            if (await Md5OfAsync(new StreamPart(stored, 0, attachment.Form.Size), ct) != attachment.Form.Md5) return false;
            if (!attachment.Form.IsCompressed) return true;
            await using var content = OpenContent(attachment);
            return await Md5OfAsync(content, ct) == attachment.Md5;
        }
        catch (DamagedFileException)
        {
            return false;
        }
    }

#pragma warning disable CA5351 // Orthanc's clients ask for the MD5 of attachments; the address of the bytes is SHA-256.
    private static async Task<string> Md5OfAsync(Stream content, CancellationToken ct) =>
        Convert.ToHexStringLower(await MD5.HashDataAsync(content, ct));

    private (IncomingBlob File, StoredForm Form) Make(Stream content, long length, Guid? mark, bool compressed)
    {
        var (size, md5) = (0L, "");
        var file = blobs.Receive(output =>
        {
            using var hash = MD5.Create();
            using (var hashed = new CryptoStream(output, hash, CryptoStreamMode.Write, leaveOpen: true))
            {
                if (compressed) Deflated.Write(content, length, hashed);
                else content.CopyTo(hashed);
            }
            (size, md5) = (output.Length, Convert.ToHexStringLower(hash.Hash!));
            if (mark is { } id) output.Write(MarkedContent.MarkOf(id));
        });
        return (file, new(file.Bytes.Sha256, file.Bytes.Size, size, md5, compressed));
    }
#pragma warning restore CA5351
}
