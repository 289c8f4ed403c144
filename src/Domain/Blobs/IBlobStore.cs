namespace EventDicom.Domain.Blobs;

/// <summary>
/// Bytes under their SHA-256: written once, durable before any event names them, never changed. Addresses are 64 lower-case
/// hex digits. The seam between disk and object storage.
/// </summary>
public interface IBlobStore
{
    /// <summary>
    /// Takes in a body of any length in bounded memory and computes its addresses. Nothing is stored yet: the caller either
    /// keeps it or disposes of it.
    /// </summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    Task<IncomingBlob> ReceiveAsync(Stream body, CancellationToken cancellation);

    /// <summary>Takes in a body that somebody writes, in bounded memory too.</summary>
    /// <param name="write">Writes the body from start to end. What it throws comes through, and nothing is left behind.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    IncomingBlob Receive(Action<Stream> write);

    /// <summary>Makes bodies durable under their addresses: when this returns, they survive a power cut.</summary>
    /// <exception cref="IOException">The disk is full or fails; none of the bodies may be relied on.</exception>
    Task KeepAsync(IReadOnlyCollection<IncomingBlob> blobs, CancellationToken cancellation);

    /// <summary>Opens bytes for reading at random positions.</summary>
    /// <exception cref="FileNotFoundException">The store does not hold these bytes.</exception>
    /// <exception cref="InvalidDataException">The bytes no longer have the address that they are stored under (verify on read).</exception>
    Stream Open(string sha256);

    /// <summary>Removes bytes; those that are not there are no error.</summary>
    void Remove(string sha256);

    /// <summary>Every address that the store holds with the time, in UTC, of its last writing.</summary>
    IEnumerable<(string Sha256, DateTime WrittenAt)> List(CancellationToken cancellation);
}
