using System.Globalization;
using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;

namespace EventDicom.Api.Instances;

/// <summary>Takes received bodies to the intake, and words its refusals as Orthanc does.</summary>
public sealed class Upload(
    Intake intake, IBlobStore blobs, IngestTranscoding transcoding, FileReading reading, MainDicomTags tags, ILogger<Upload> logger)
{
    // DICOM file sets stay far below it.
    private const int MostEntries = 1_000_000;

    /// <exception cref="OrthancException">The body is no DICOM file, or lacks identifiers.</exception>
    public async Task<UploadedInstance> StoreAsync(IncomingBlob blob, Origin origin)
    {
        if (blob.Bytes.Size == 0) throw new OrthancException(OrthancError.BadFileFormat, "Received an empty DICOM file");

        var header = Read(blob);
        using var converted = await transcoding.ConvertAsync(blob, header, CancellationToken.None);
        if (converted is not null) (blob, header) = (converted, Read(converted));
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
    /// <exception cref="ZipFormatException">The archive, or an entry of it, is damaged or cannot be read.</exception>
    /// <exception cref="OrthancException">Error 15: too many entries.</exception>
    public async IAsyncEnumerable<UploadedInstance> StoreZipAsync(IncomingBlob archive, Origin origin, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = archive.OpenFile();
        var zip = ZipReader.Open(stream);
        if (zip.Count > MostEntries) throw new OrthancException(OrthancError.BadFileFormat, "The ZIP archive has too many entries");
        foreach (var entry in zip.Entries().Where(IsFile)) zip.Demand(entry);
        foreach (var entry in zip.Entries().Where(IsFile))
            if (!entry.FileName.Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase) && await StoreEntryAsync(zip, entry, origin, ct) is { } stored)
                yield return stored;

        static bool IsFile(ZipEntry entry) => !entry.IsFolder;
    }

    private async Task<UploadedInstance?> StoreEntryAsync(ZipReader zip, ZipEntry entry, Origin origin, CancellationToken ct)
    {
        await using var content = zip.Open(entry);
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

    private InstanceHeader Read(IncomingBlob blob)
    {
        InstanceHeader? header;
        Decision.Refused? refused;
        try
        {
            if (blob.Memory is { } memory)
            {
                header = InstanceHeader.TryRead(DicomFile.Open(memory, reading.UpToPixels), tags, out refused);
            }
            else
            {
                using var stream = blob.OpenFile();
                header = InstanceHeader.TryRead(DicomFile.Open(stream, reading.UpToPixels), tags, out refused);
            }
        }
        catch (DicomFileException)
        {
            throw new OrthancException(
                OrthancError.BadFileFormat, string.Create(CultureInfo.InvariantCulture, $"Cannot parse an invalid DICOM file (size: {blob.Bytes.Size} bytes)"));
        }

        return header
            ?? throw new OrthancException(refused!.Refusal == Refusal.InexistentTag ? OrthancError.InexistentTag : OrthancError.BadFileFormat, refused.Details);
    }
}
