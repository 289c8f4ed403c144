using System.Collections.Concurrent;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Transcoding;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>Makes new instances of stored ones, and stores them.</summary>
public sealed class InstanceRewriter(
    IStoredInstances stored, StoredFiles files, IBlobStore blobs, Reception reception, Intake intake, FileTranscoder transcoder,
    MemoryLimiter limiter, FileReading reading,
    ModificationSettings settings, ILogger<InstanceRewriter> logger)
{
    // Of larger files not many are on their way at once, so that neither memory nor the folder of temporary files fills up.
    private const long LargeFile = 4 << 20;

    // Bytes of a data set that is held without asking for room: as many are in work at once as there are processors, in each job.
    private const long LargestDataSet = 16 << 20;

    /// <summary>Rewrites one chunk of a job, on all processors; its instances share the transactions of the intake.</summary>
    /// <exception cref="IntakeOverloadedException">The chunk must be tried again later.</exception>
    public async Task<ChunkOutcome> RewriteAsync(
        JobContext job, Modification modification, string patientName, IReadOnlyList<OrthancId> instances, CancellationToken ct)
    {
        var sources = await stored.FilesAsync(instances, ct);
        var results = new (RewrittenInstance Instance, Lineage From, Lineage Into)?[instances.Count];
        var failures = new ConcurrentBag<InstanceFailure>();
        using var processors = new SemaphoreSlim(Environment.ProcessorCount);
        await Task.WhenAll(Enumerable.Range(0, instances.Count).Select(number => Task.Run(async () =>
        {
            try
            {
                if (!sources.TryGetValue(instances[number], out var file))
                    failures.Add(new(instances[number], OrthancError.UnknownResource, "The instance is no longer stored"));
                else if ((await RewriteAsync(job, modification, patientName, instances[number], file, processors, ct))
                    .IsRefused(out var refused, out var result))
                    failures.Add(new(instances[number], refused.Error, refused.Reason));
                else results[number] = result;
            }
            // What may pass is for the whole chunk to try again.
            catch (Exception failure) when (failure is not OperationCanceledException && !KnownFailure.IsTransientFailure(failure))
            {
                Log.CannotRewrite(logger, instances[number], job.Id, failure);
                var error = KnownFailure.Of(failure)?.Error ?? OrthancError.InternalError;
                failures.Add(new(instances[number], error, failure is DamagedFileException ? failure.Message : error.ToString()));
            }
        }, ct)));
        if (LosesSource(modification))
            await ReadBackAsync(results, (number, damaged) => failures.Add(new(instances[number], damaged.Error, damaged.Message)), ct);
        var order = instances.Index().DistinctBy(instance => instance.Item)
            .ToDictionary(instance => instance.Item, instance => instance.Index);
        var chunk = RewrittenChunk.Of(results.OfType<(RewrittenInstance, Lineage, Lineage)>());
        return new(
            [.. failures.OrderBy(failure => order[failure.InstanceId])],
            JsonSerializer.SerializeToElement(chunk),
            [.. chunk.Instances.Select(instance => new MadeInstance(instance.SourceId, instance.Id))]);
    }

    /// <summary>Makes a new file of a stored one, without storing it.</summary>
    /// <param name="verify">Whether to compare the SHA-256 of the source first.</param>
    /// <returns>Refused when it cannot be done to this file.</returns>
    /// <exception cref="DamagedFileException">The source is not what was stored.</exception>
    public async Task<Answer<IncomingBlob>> RewriteAsync(
        Modification modification, StoredFile file, string seed, string patientName, CancellationToken ct, bool verify = false)
    {
        using var stream = files.Open(file, verify);
        var small = file.Size <= DiskBlobStore.LargestInMemory ? ReadWhole(stream, (int)file.Size) : null;
        try
        {
            if (Apply(reading.Whole with { MaxMemory = LargestDataSet }).IsRefused(out var refused, out var made)) return refused;
            return await made.SaveAsync(transcoder, Save, ct);
        }
        catch (DicomFileException tooMuch) when (tooMuch.Reason == DicomFileError.TooMuchMemory)
        {
            // Very many elements: one such file at a time, from its beginning to its end.
            return await limiter.ReadAsync<Answer<IncomingBlob>>(
                reading.Whole,
                options => Apply(options).IsRefused(out var refused, out var made) ? refused
                    : made.File.TransferSyntax.Equals(made.Target) ? Save(made.File)
                    : new Refused(OrthancError.NotEnoughMemory, "The instance has too many elements to be transcoded, too"),
                ct);
        }

        Answer<ModifiedFile> Apply(DicomReadOptions options) => FileModifier.Apply(
            modification, small is null ? DicomFile.Open(stream, options) : DicomFile.Open(small, options), seed, patientName,
            settings.Server);

        IncomingBlob Save(DicomFile made) => blobs.Receive(body => made.Save(body));
    }

    /// <summary>
    /// The sources of results that are stored and have their files: these may go. One whose result somebody has deleted stays.
    /// </summary>
    /// <exception cref="DamagedFileException">The file of a result is missing or cut.</exception>
    public async Task<IReadOnlyList<OrthancId>> ReplacedSourcesAsync(RewrittenChunk chunk, CancellationToken ct)
    {
        var results = await stored.FilesAsync([.. chunk.Instances.Select(result => result.Id)], ct);
        var sources = new List<OrthancId>();
        foreach (var result in chunk.Instances)
        {
            if (!results.TryGetValue(result.Id, out var file)) continue;
            await using var opened = files.Open(file.Of(result.Id));
            sources.Add(result.SourceId);
        }
        return sources;
    }

    /// <summary>Whether results may take the place of what was stored before, so that deleting them would bring nothing back.</summary>
    /// <param name="modification"><c>null</c> where nobody knows.</param>
    public bool MayReplace(Modification? modification) =>
        modification is { IsInPlace: true } || (settings.Overwrites && modification?.Renews(ResourceLevel.Instance) is not true);

    private async Task<Answer<(RewrittenInstance, Lineage From, Lineage Into)>> RewriteAsync(
        JobContext job, Modification modification, string patientName, OrthancId id, HeldFile file, SemaphoreSlim processors,
        CancellationToken ct)
    {
        await processors.WaitAsync(ct);
        var isHeld = true;
        try
        {
            // Of what is about to go, nothing may rest on bytes that nobody has looked at.
            var losesSource = LosesSource(modification);
            if ((await RewriteAsync(modification, file.Of(id), job.Id, patientName, ct, verify: losesSource))
                .IsRefused(out var unfit, out var made)) return unfit;
            using var blob = made;
            // An identifier that is missing shows that the result is none that can be stored.
            if ((await reception.AdmitAsync(blob, job.Origin, Made(job, modification, id, file, losesSource), ct))
                .IsRefused(out var no, out var admitted))
                return no.Error == OrthancError.BadRequest ? no : no with { Error = OrthancError.BadFileFormat };
            using var admission = admitted;
            var incoming = admission.Incoming;

            if (file.Size < LargeFile)
            {
                processors.Release();
                isHeld = false;
            }
            if (await StoreAsync(modification, incoming) is { } refused) return refused;
            return (
                new RewrittenInstance(id, incoming.Header.InstanceId),
                file.Parents,
                incoming.Header.Parents);
        }
        finally
        {
            if (isHeld) processors.Release();
        }
    }

    private static MadeByJob Made(JobContext job, Modification modification, OrthancId id, HeldFile file, bool losesSource) => new(
        new(id, file.Parents, job.Id, modification.IsAnonymization),
        modification.IsInPlace ? OverwriteRule.AlwaysUnlessSame : OverwriteRule.AsConfiguredUnlessSame,
        modification.IsInPlace && modification.KeepLabels,
        KeepsSyntax: modification.TransferSyntax is not null,
        IsCheckedWhole: losesSource);

    private async Task<Refused?> StoreAsync(Modification modification, Incoming incoming)
    {
        var (status, _, full) = await intake.StoreAsync(incoming);
        if (full is not null) return full;
        // A UID of our making is stored already when the chunk is done a second time; any other may be somebody else's.
        var isOurs = modification.Renews(ResourceLevel.Instance);
        return status == StoreStatus.FilteredOut
            || (status == StoreStatus.AlreadyStored && !isOurs
                && !await IsStoredAsync(incoming.Header.InstanceId, incoming.Blob.Bytes.Sha256))
            ? new(OrthancError.CannotStoreInstance, "Another instance with the identifiers of the result is stored already")
            : null;
    }

    private bool LosesSource(Modification modification) => !modification.KeepSource || MayReplace(modification);

    // The structure was read before it was stored; that the disk has the same bytes, their hash tells. What is damaged is no result.
    private async Task ReadBackAsync(
        (RewrittenInstance Instance, Lineage From, Lineage Into)?[] results, Action<int, DamagedFileException> fail, CancellationToken ct)
    {
        var held = await stored.FilesAsync(
            [.. results.OfType<(RewrittenInstance Instance, Lineage, Lineage)>().Select(result => result.Instance.Id)], ct);
        await Parallel.ForEachAsync(Enumerable.Range(0, results.Length), ct, (number, _) =>
        {
            if (results[number]?.Instance.Id is not { } id || !held.TryGetValue(id, out var file)) return ValueTask.CompletedTask;
            try
            {
                files.Check(file.Of(id));
            }
            catch (DamagedFileException damaged)
            {
                results[number] = null;
                fail(number, damaged);
            }
            return ValueTask.CompletedTask;
        });
    }

    private async Task<bool> IsStoredAsync(OrthancId id, string sha256) =>
        (await stored.FilesAsync([id], CancellationToken.None)).TryGetValue(id, out var file) && file.Sha256 == sha256;

    private static byte[] ReadWhole(Stream stream, int size)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(size);
        stream.ReadExactly(bytes);
        return bytes;
    }
}
