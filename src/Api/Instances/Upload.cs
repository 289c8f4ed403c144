using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Instances;

/// <summary>Takes received bodies to the intake, and words its refusals as Orthanc does.</summary>
public sealed class Upload(
    Intake intake, IBlobStore blobs, IngestTranscoding transcoding, DicomDictionary dictionary, ServerSettings settings, ILogger<Upload> logger)
{
    // Bounds for forms and archives; DICOM file sets stay far below them.
    private const int LongestBoundary = 256;
    private const int MostEntries = 1_000_000;

    /// <exception cref="OrthancException">The body is no DICOM file, or lacks identifiers.</exception>
    public async Task<UploadedInstance> StoreAsync(IncomingBlob blob, Origin origin)
    {
        if (blob.Bytes.Size == 0) throw new OrthancException(OrthancError.BadFileFormat, "Received an empty DICOM file");

        var header = Read(blob);
        using var converted = await transcoding.ConvertAsync(blob, header, ReadOptions, CancellationToken.None);
        if (converted is not null) (blob, header) = (converted, Read(converted));
        return new(header, await intake.StoreAsync(new(blob, header, origin)));
    }

    /// <summary>Stores what is DICOM in an archive and passes over what is not, as Orthanc does.</summary>
    public async IAsyncEnumerable<UploadedInstance> StoreZipAsync(ZipArchive archive, Origin origin, [EnumeratorCancellation] CancellationToken ct)
    {
        if (archive.Entries.Count > MostEntries) throw new OrthancException(OrthancError.BadFileFormat, "The ZIP archive has too many entries");
        foreach (var entry in archive.Entries)
        {
            if (entry.FullName.EndsWith('/') || entry.Name.Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase)) continue;
            if (await StoreEntryAsync(entry, origin, ct) is { } stored) yield return stored;
        }
    }

    /// <summary>Stores every part of a form; parts that are no DICOM files are errors, as a lone upload would be.</summary>
    public async Task StoreFormAsync(HttpRequest request, Origin origin, CancellationToken ct)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary) throw new OrthancException(OrthancError.BadRequest, "The form has no usable boundary");

        var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = null };
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            using var blob = await blobs.ReceiveAsync(section.Body, ct);
            if (blob.Bytes.Size == 0) continue; // a form field that was left empty
            if (ZipUpload.IsZip(blob))
            {
                using var archive = ZipUpload.Open(blob);
                await foreach (var _ in StoreZipAsync(archive, origin, ct)) { }
            }
            else
            {
                await StoreAsync(blob, origin);
            }
        }
    }

    private async Task<UploadedInstance?> StoreEntryAsync(ZipArchiveEntry entry, Origin origin, CancellationToken ct)
    {
        try
        {
            await using var content = entry.Open();
            using var blob = await blobs.ReceiveAsync(content, ct);
            if (blob.Bytes.Size == 0) return null;
            return await StoreAsync(blob, origin);
        }
        catch (InvalidDataException damaged)
        {
            throw new OrthancException(OrthancError.BadFileFormat, $"The ZIP archive is damaged at {entry.FullName}: {damaged.Message}");
        }
        catch (OrthancException notDicom) when (notDicom.Error is OrthancError.BadFileFormat)
        {
            Log.PassedOver(logger, entry.FullName, notDicom.Details);
            return null;
        }
        catch (OrthancException unfit)
        {
            Log.PassedOver(logger, entry.FullName, unfit.Details);
            return new(null, default);
        }
    }

    private DicomReadOptions ReadOptions => new() { Dictionary = dictionary, DefaultEncoding = settings.DefaultEncoding, StopBeforePixelData = true };

    private InstanceHeader Read(IncomingBlob blob)
    {
        var options = ReadOptions;
        DicomFile file;
        try
        {
            if (blob.Memory is { } memory)
            {
                file = DicomFile.Open(memory, options);
            }
            else
            {
                using var stream = blob.OpenFile();
                file = DicomFile.Open(stream, options);
            }
        }
        catch (DicomFileException)
        {
            throw new OrthancException(
                OrthancError.BadFileFormat, string.Create(CultureInfo.InvariantCulture, $"Cannot parse an invalid DICOM file (size: {blob.Bytes.Size} bytes)"));
        }

        return InstanceHeader.TryRead(file, out var refused)
            ?? throw new OrthancException(refused!.Refusal == Refusal.InexistentTag ? OrthancError.InexistentTag : OrthancError.BadFileFormat, refused.Details);
    }
}
