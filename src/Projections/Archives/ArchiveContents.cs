using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain.Archives;
using EventDicom.Domain.Blobs;

namespace EventDicom.Projections.Archives;

/// <summary>The files of archives and media, opened one by one as they are packed.</summary>
public sealed class ArchiveContents(ArchiveQueries queries, IBlobStore blobs)
{
    private const string FileSetId = "ORTHANC_MEDIA";

    private static readonly DicomReadOptions s_upToPixels = new() { StopBeforePixelData = true };

    /// <returns><c>null</c> when one of the resources, which may be of any level, is unknown.</returns>
    public async Task<ArchivePlan?> PlanAsync(IReadOnlyCollection<string> resources, CancellationToken cancellation) =>
        await queries.SeriesAsync(resources, cancellation) is { } series ? new(series) : null;

    public IAsyncEnumerable<ArchiveEntry> Of(ArchiveRequest request, ArchivePlan plan) =>
        request.IsMedia ? MediaAsync(plan, request) : ArchiveAsync(plan, request);

    // The files in folders named after patient, study and series.
    private async IAsyncEnumerable<ArchiveEntry> ArchiveAsync(ArchivePlan plan, ArchiveRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var (series, folder) in plan.Folders())
        {
            var number = 0;
            await foreach (var instance in queries.InstancesAsync(series, cancellation))
                yield return new($"{folder}/{ArchiveNames.File(series.Modality, number++)}", _ => new(Open(instance, request.Transcode)));
        }
    }

    // The files by number, and a DICOMDIR that lists them (PS3.10 section 8).
    private async IAsyncEnumerable<ArchiveEntry> MediaAsync(ArchivePlan plan, ArchiveRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var spool = new SpooledStream();
        var directory = new DicomDirectory(spool, FileSetId);
        var listed = new TaskCompletionSource();
        var (number, waiting) = (0, 1);
        foreach (var series in plan.Series)
        {
            await foreach (var instance in queries.InstancesAsync(series, cancellation))
            {
                Interlocked.Increment(ref waiting);
                var name = $"IM{number++}";
                DicomDirectoryEntry? entry = null;
                yield return new($"IMAGES/{name}", _ =>
                {
                    var stream = Open(instance, request.Transcode);
                    entry = Describe(stream, $"IMAGES\\{name}", request.Extended);
                    return new(stream);
                })
                {
                    Written = _ =>
                    {
                        directory.Add(entry!);
                        if (Interlocked.Decrement(ref waiting) == 0) listed.SetResult();
                    },
                };
            }
        }

        if (Interlocked.Decrement(ref waiting) == 0) listed.SetResult();
        await listed.Task.WaitAsync(cancellation);
        directory.Complete();
        spool.Position = 0;
        var sent = new TaskCompletionSource();
        yield return new("DICOMDIR", _ => new(spool)) { Written = _ => sent.SetResult() };
        await sent.Task.WaitAsync(cancellation); // the spool is still being read
    }

    // As Orthanc does, what cannot be had in the syntax that was asked for is packed as it is stored.
    private Stream Open(InstanceToPack instance, string? transcode)
    {
        var stored = blobs.Open(instance.Sha256);
        if (transcode is null) return stored;

        SpooledStream? transcoded = null;
        try
        {
            var file = DicomFile.Open(stored);
            var target = DicomTransferSyntax.Lookup(transcode);
            if (!file.TransferSyntax.Equals(target) && DicomTranscoder.CanTranscodeTo(target))
            {
                var result = DicomTranscoder.Transcode(file, target, lossyInstanceUid: DicomUIDGenerator.Derive($"{instance.Sha256}|{transcode}"));
                transcoded = new();
                result.File.Save(transcoded);
            }
        }
        catch (Exception failure) when (failure is DicomFileException or DicomPixelDataException or DicomCodecException)
        {
            transcoded?.Dispose();
            transcoded = null;
        }
        catch
        {
            transcoded?.Dispose();
            stored.Dispose();
            throw;
        }

        if (transcoded is not null) stored.Dispose();
        Stream packed = transcoded ?? stored;
        packed.Position = 0;
        return packed;
    }

    private static DicomDirectoryEntry Describe(Stream stream, string fileId, bool extended)
    {
        try
        {
            var entry = DicomDirectoryEntry.Of(DicomFile.Open(stream, s_upToPixels), fileId, extended);
            stream.Position = 0;
            return entry;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
