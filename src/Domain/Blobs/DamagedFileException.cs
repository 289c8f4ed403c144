using System.Globalization;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// The file of a stored instance is missing, has another length than it was stored with, or other bytes. The message names the
/// instance and the file below the blob folder, and is meant for clients too. Not an <see cref="IOException"/>: that may pass, this
/// stays until the same bytes are stored again.
/// </summary>
public sealed class DamagedFileException : Exception
{
    private DamagedFileException(OrthancError error, StoredFile file, string what)
        : base($"The file {file.Name} of {file.Level.ToString().ToLowerInvariant()} {file.Instance} {what}") => Error = error;

    /// <summary><see cref="OrthancError.InexistentFile"/> (13) for a missing file, else <see cref="OrthancError.CorruptedFile"/>
    /// (20).</summary>
    public OrthancError Error { get; }

    public static DamagedFileException Missing(StoredFile file) => new(OrthancError.InexistentFile, file, "is missing");

    public static DamagedFileException OfLength(StoredFile file, long length) =>
        new(OrthancError.CorruptedFile, file,
            string.Create(CultureInfo.InvariantCulture, $"is damaged: it has {length} bytes instead of {file.Size}"));

    /// <summary>It is compressed, and what it is compressed from cannot be had.</summary>
    public static DamagedFileException OfNoContent(StoredFile file) =>
        new(OrthancError.CorruptedFile, file, "is damaged: it cannot be uncompressed");

    public static DamagedFileException OfOtherBytes(StoredFile file, string sha256) =>
        new(OrthancError.CorruptedFile, file, $"is damaged: its SHA-256 is {sha256}");
}
