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
    Task<IncomingBlob> ReceiveAsync(Stream body, CancellationToken ct);

    /// <summary>Takes in a body that somebody writes, in bounded memory too.</summary>
    /// <param name="write">Writes the body from start to end. What it throws comes through, and nothing is left behind.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    IncomingBlob Receive(Action<Stream> write);

    /// <summary>Makes bodies durable under their addresses: when this returns, they survive a power cut.</summary>
    /// <param name="anew">Whether to write even what seems to be there already: it is known to be damaged.</param>
    /// <exception cref="IOException">The disk is full or fails; none of the bodies may be relied on.</exception>
    Task KeepAsync(IReadOnlyCollection<IncomingBlob> blobs, CancellationToken ct, bool anew = false);

    /// <summary>Opens bytes for reading at random positions. Their length is compared with what was stored.</summary>
    /// <param name="verify">Whether to read them all first and to compare their SHA-256 too.</param>
    /// <exception cref="DamagedFileException">They are not there, or are not what was stored.</exception>
    Stream Open(StoredFile file, bool verify = false);

    /// <summary>Reads all bytes, and compares their length and SHA-256 with what was stored.</summary>
    /// <param name="bytes">What was stored, for whoever has it in memory: comparing that with the file takes a fraction of the time that a
    /// hash takes.</param>
    /// <exception cref="DamagedFileException">They are not there, or are not what was stored.</exception>
    void Check(StoredFile file, ReadOnlyMemory<byte>? bytes = null);

    /// <summary>Removes bytes; those that are not there are no error.</summary>
    void Remove(string sha256);

    /// <summary>Every address that the store holds with the time, in UTC, of its last writing. Files that are not the store's own are
    /// passed over.</summary>
    IEnumerable<(string Sha256, DateTime WrittenAt)> List(CancellationToken ct);

    /// <summary>Takes bytes out of the store without removing them: they lie under today's date (UTC) until
    /// <see cref="DropSetAside"/>.</summary>
    /// <returns><c>false</c> when they are not there.</returns>
    bool SetAside(string sha256);

    /// <summary>Removes what was set aside on a day up to this one.</summary>
    /// <returns>Number of files.</returns>
    int DropSetAside(DateOnly upTo);
}
