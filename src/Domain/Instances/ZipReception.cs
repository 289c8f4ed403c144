using System.Runtime.CompilerServices;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Zip;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Instances;

/// <summary>Receives the DICOM files in ZIP archives, each as if it had come alone.</summary>
public sealed class ZipReception(Reception reception, IBlobStore blobs, ZipReceptionOptions options, ILogger<ZipReception> logger)
{
    // DICOM file sets stay far below it.
    private const int MostEntries = 1_000_000;

    /// <summary>What the archives of one request may inflate to, together.</summary>
    public InflationLimit RoomToInflate() => new(options.MostInflated);

    /// <summary>Whether a body begins as a ZIP archive does.</summary>
    public static bool IsZip(IncomingBlob blob)
    {
        Span<byte> start = stackalloc byte[4];
        using var stream = blob.OpenFile();
        return ZipReader.Begins(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>
    /// Stores what is DICOM in an archive and passes over what is not, as Orthanc does; archives within it are no DICOM. Nothing is stored
    /// if the directory shows already that an entry cannot be read. An entry that turns out to be damaged is not stored, and ends it: those
    /// before it stay, as in Orthanc.
    /// </summary>
    /// <param name="room">What it may inflate to: see <see cref="RoomToInflate"/>.</param>
    /// <returns>What became of each DICOM file; refused are those that lack an identifier.</returns>
    /// <exception cref="ZipFormatException">The archive, or an entry of it, is damaged or cannot be read, or there are too many
    /// entries.</exception>
    /// <exception cref="InflationException">They inflate to too much.</exception>
    public async IAsyncEnumerable<Answer<Received>> StoreAsync(IncomingBlob archive, InflationLimit room, Origin origin,
        [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = archive.OpenFile();
        var zip = ZipReader.Open(stream);
        if (zip.Count > MostEntries) throw new ZipFormatException("The ZIP archive has too many entries");
        // What is read is counted, too.
        var promised = 0L;
        foreach (var entry in zip.Entries().Where(IsFile))
        {
            zip.Demand(entry);
            room.Demand(entry.Size);
            promised += entry.Size;
            room.Demand(promised);
        }
        foreach (var entry in zip.Entries().Where(IsFile))
            if (!entry.FileName.Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase)
                && await StoreAsync(zip, entry, room, origin, ct) is { } stored)
                yield return stored;

        static bool IsFile(ZipEntry entry) => !entry.IsFolder;
    }

    /// <returns><c>null</c> for what is no DICOM.</returns>
    private async Task<Answer<Received>?> StoreAsync(ZipReader zip, ZipEntry entry, InflationLimit room, Origin origin,
        CancellationToken ct)
    {
        await using var content = room.Around(zip.Open(entry));
        using var blob = await blobs.ReceiveAsync(content, ct);
        if (blob.Bytes.Size == 0) return null;

        var received = await reception.StoreAsync(blob, origin);
        if (received.Refused is not { } refused) return received;
        Log.PassedOver(logger, entry.ShownName, refused.Details ?? "");
        return refused.Error == OrthancError.BadFileFormat ? null : received;
    }
}
