using EventDicom.Domain.Blobs;
using EventDicom.Domain.Revisions;
using Npgsql;

namespace EventDicom.Domain.Attachments;

/// <summary>An attachment that a resource has.</summary>
/// <param name="Size">Bytes of its content, uncompressed.</param>
/// <param name="Md5">Of these, lower-case hex.</param>
/// <param name="Number">Of its revision.</param>
public sealed record KeptAttachment(ResourceLevel Level, string ResourceId, int ContentType, Guid FileUuid, long Size, string Md5,
    StoredForm Form, long Number)
{
    public Revision Revision => new(Number, Md5);

    /// <summary>The file that it lies in.</summary>
    public StoredFile File => new(ResourceId, Form.Sha256, Form.FileSize, Level);
}

/// <summary>What the rules about attachments ask inside the transaction that records the decision. A seam over which the domain reads
/// projections.</summary>
public interface IKeptAttachments
{
    /// <summary>An attachment of a resource that the transaction holds, the file of an instance among them; <c>null</c> when it has
    /// none.</summary>
    Task<KeptAttachment?> FindAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, int contentType,
        CancellationToken ct);

    /// <summary>Keeps the bytes under an address from being removed until the transaction ends. They must not be written before
    /// this.</summary>
    Task HoldBytesAsync(NpgsqlTransaction transaction, string sha256, CancellationToken ct);
}
