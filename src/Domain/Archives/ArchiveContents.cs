using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Streams;
using EventDicom.Domain.Transcoding;

namespace EventDicom.Domain.Archives;

/// <summary>The files of archives and media, opened one by one as they are packed.</summary>
public sealed class ArchiveContents(
    IArchiveIndex index, StoredFiles files, FileTranscoder transcoder, MemoryLimiter limiter, FileReading reading, SpoolFolder spools,
    ArchiveLimits limits)
{
    private const string FileSetId = "ORTHANC_MEDIA";

    /// <returns>Refused with error 17 when one of the resources, which may be of any level, is unknown; 8 when a file is larger than those
    /// of an archive may be.</returns>
    public async Task<Answer<ArchivePlan>> PlanAsync(IReadOnlyCollection<string> resources, CancellationToken ct)
    {
        if (await index.SeriesAsync(resources, ct) is not { } series) return new Refused(OrthancError.UnknownResource);
        foreach (var suspect in series.Where(suspect => suspect.Size > limits.LargestFile))
            if (await index.LargerAsync(suspect, limits.LargestFile, ct) is { } instance)
                return new Refused(OrthancError.BadRequest,
                    $"Instance {instance} has a file that is larger than MaximumFileSizeInArchiveMB allows");
        return new ArchivePlan(series);
    }

    public IAsyncEnumerable<ArchiveEntry> Of(ArchiveRequest request, ArchivePlan plan) =>
        request.IsMedia ? MediaAsync(plan, request) : ArchiveAsync(plan, request);

    // The files in folders named after patient, study and series.
    private async IAsyncEnumerable<ArchiveEntry> ArchiveAsync(ArchivePlan plan, ArchiveRequest request,
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var (series, folder) in plan.Folders(request.Utf8))
        {
            await foreach (var instance in index.InstancesAsync(series, ct))
                yield return new($"{folder}/{ArchiveNames.File(series.Modality, instance.Number)}",
                    async stop => await OpenAsync(instance, request, stop));
        }
    }

    // The files by number, and a DICOMDIR that lists them (PS3.10 section 8).
    private async IAsyncEnumerable<ArchiveEntry> MediaAsync(ArchivePlan plan, ArchiveRequest request,
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var spool = spools.Open();
        var directory = new DicomDirectory(spool, FileSetId);
        var listed = new TaskCompletionSource();
        var (number, waiting) = (0, 1);
        foreach (var series in plan.Series)
        {
            await foreach (var instance in index.InstancesAsync(series, ct))
            {
                Interlocked.Increment(ref waiting);
                var name = $"IM{number++}";
                DicomDirectoryEntry? entry = null;
                yield return new($"IMAGES/{name}", async stop =>
                {
                    var stream = await OpenAsync(instance, request, stop);
                    entry = await DescribeAsync(stream, $"IMAGES\\{name}", request.Extended, stop);
                    return stream;
                })
                {
                    Written = _ =>
                    {
                        if (entry is not null) directory.Add(entry);
                        if (Interlocked.Decrement(ref waiting) == 0) listed.SetResult();
                    },
                };
            }
        }

        if (Interlocked.Decrement(ref waiting) == 0) listed.SetResult();
        await listed.Task.WaitAsync(ct);
        directory.Complete();
        spool.Position = 0;
        var sent = new TaskCompletionSource();
        yield return new("DICOMDIR", _ => new(spool)) { Written = _ => sent.SetResult() };
        await sent.Task.WaitAsync(ct); // the spool is still being read
    }

    // As Orthanc does, what cannot be had in the syntax that was asked for is packed as it is stored.
    private async Task<Stream> OpenAsync(InstanceToPack instance, ArchiveRequest request, CancellationToken ct)
    {
        var file = new StoredFile(instance.Id, instance.Sha256, instance.Size);
        if (request.Transcode is not { } transcode) return files.Open(file);

        try
        {
            var name = $"{instance.Sha256}|{transcode}|{request.LossyQuality}";
            return await TranscodeAsync(file, DicomTransferSyntax.Lookup(transcode), name, request.CodecOptions, ct) ?? files.Open(file);
        }
        catch (Exception failure) when (failure is DicomFileException or DicomPixelDataException or DicomCodecException
            or NotEnoughMemoryException)
        {
            return files.Open(file);
        }
    }

    // The packer reads ahead, and all wait at the limiter together, but each has left it before the archive's reader takes anything.
    private async Task<Stream?> TranscodeAsync(StoredFile file, DicomTransferSyntax target, string name, DicomCodecOptions? options,
        CancellationToken ct)
    {
        using var instance = files.OpenDataSet(file);
        if (instance.File.TransferSyntax.Equals(target) || !DicomTranscoder.CanTranscodeTo(target)) return null;

        var spool = spools.Open();
        try
        {
            return await transcoder.TranscodeAsync(instance.File, target, result =>
            {
                result.Save(spool);
                spool.Position = 0;
                return spool;
            }, ct, DicomUIDGenerator.Derive(name), options);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    private async Task<DicomDirectoryEntry?> DescribeAsync(Stream stream, string fileId, bool extended, CancellationToken ct)
    {
        try
        {
            var entry = await limiter.ReadAsync(reading.UpToPixels,
                options => DicomDirectoryEntry.TryCreate(DicomFile.Open(stream, options), fileId, extended), ct);
            stream.Position = 0;
            return entry;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}
