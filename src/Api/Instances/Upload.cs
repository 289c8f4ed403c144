using System.Globalization;
using System.Runtime.CompilerServices;
using EventDicom.Api.Configuration;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;

namespace EventDicom.Api.Instances;

/// <summary>Takes received bodies to the intake, and words its refusals as Orthanc does.</summary>
public sealed class Upload(
    Intake intake, IBlobStore blobs, IngestTranscoding transcoding, FileReading reading, MemoryGate gate, MainDicomTags tags, OrthancConfiguration configuration,
    ILogger<Upload> logger)
{
    // DICOM file sets stay far below it.
    private const int MostEntries = 1_000_000;

    /// <summary>What the archives of one request may inflate to, together: <c>MaximumInflatedSize</c>.</summary>
    public InflationLimit RoomToInflate() => new(configuration.EventDicom.MaximumInflatedSize * 1024L * 1024L);

    /// <exception cref="OrthancException">The body is no DICOM file, or lacks identifiers.</exception>
    public async Task<UploadedInstance> StoreAsync(IncomingBlob blob, Origin origin)
    {
        if (blob.Bytes.Size == 0) throw new OrthancException(OrthancError.BadFileFormat, "Received an empty DICOM file");

        var header = await ReadAsync(blob);
        using var converted = await transcoding.ConvertAsync(blob, header, CancellationToken.None);
        if (converted is not null) (blob, header) = (converted, await ReadAsync(converted));
        return new(header, await intake.StoreAsync(new(blob, header, origin)));
    }

    /// <summary>Whether a body begins as a ZIP archive does.</summary>
    public static bool IsZip(IncomingBlob blob)
    {
        Span<byte> start = stackalloc byte[4];
        using var stream = blob.OpenFile();
        return ZipReader.Begins(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>
    /// Stores what is DICOM in an archive and passes over what is not, as Orthanc does; archives within it are no DICOM. Nothing is stored if the directory
    /// shows already that an entry cannot be read. An entry that turns out to be damaged is not stored, and ends it: those before it stay, as in Orthanc.
    /// </summary>
    /// <param name="room">What it may inflate to: see <see cref="RoomToInflate"/>.</param>
    /// <exception cref="ZipFormatException">The archive, or an entry of it, is damaged or cannot be read.</exception>
    /// <exception cref="OrthancException">Error 15: too many entries. 413: they inflate to too much.</exception>
    public async IAsyncEnumerable<UploadedInstance> StoreZipAsync(IncomingBlob archive, InflationLimit room, Origin origin, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = archive.OpenFile();
        var zip = ZipReader.Open(stream);
        if (zip.Count > MostEntries) throw new OrthancException(OrthancError.BadFileFormat, "The ZIP archive has too many entries");
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
            if (!entry.FileName.Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase) && await StoreEntryAsync(zip, entry, room, origin, ct) is { } stored)
                yield return stored;

        static bool IsFile(ZipEntry entry) => !entry.IsFolder;
    }

    private async Task<UploadedInstance?> StoreEntryAsync(ZipReader zip, ZipEntry entry, InflationLimit room, Origin origin, CancellationToken ct)
    {
        await using var content = room.Around(zip.Open(entry));
        using var blob = await blobs.ReceiveAsync(content, ct);
        if (blob.Bytes.Size == 0) return null;
        try
        {
            return await StoreAsync(blob, origin);
        }
        catch (OrthancException notDicom) when (notDicom.Error is OrthancError.BadFileFormat)
        {
            Log.PassedOver(logger, entry.ShownName, notDicom.Details);
            return null;
        }
        catch (OrthancException unfit)
        {
            Log.PassedOver(logger, entry.ShownName, unfit.Details);
            return new(null, default);
        }
    }

    private async Task<InstanceHeader> ReadAsync(IncomingBlob blob)
    {
        try
        {
            return await gate.ReadAsync(reading.UpToPixels, options =>
            {
                if (blob.Memory is { } memory) return HeaderOf(DicomFile.Open(memory, options));
                using var stream = blob.OpenFile();
                return HeaderOf(DicomFile.Open(stream, options));
            }, CancellationToken.None, MemoryGate.Patience);
        }
        catch (DicomFileException)
        {
            throw new OrthancException(
                OrthancError.BadFileFormat, string.Create(CultureInfo.InvariantCulture, $"Cannot parse an invalid DICOM file (size: {blob.Bytes.Size} bytes)"));
        }
    }

    private InstanceHeader HeaderOf(DicomFile file) =>
        InstanceHeader.TryRead(file, tags, out var refused)
            ?? throw new OrthancException(refused!.Refusal == Refusal.InexistentTag ? OrthancError.InexistentTag : OrthancError.BadFileFormat, refused.Details);
}
