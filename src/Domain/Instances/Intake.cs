using System.Diagnostics;
using System.Threading.Channels;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Measuring;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Instances;

/// <summary>Bounds of the intake.</summary>
/// <param name="QueueLimit">Instances that may wait for a commit; one more is refused.</param>
/// <param name="BatchLimit">Instances that one transaction may store.</param>
/// <param name="Overwrite">Orthanc's <c>OverwriteInstances</c>.</param>
public sealed record IntakeOptions(int QueueLimit = 512, int BatchLimit = 64, OverwriteMode Overwrite = OverwriteMode.Never);

/// <summary>An instance at the archive's door: its body, what its header says, and who brought it.</summary>
/// <param name="Source">The instance that a job made it from; <c>null</c> for what comes from outside.</param>
public sealed record Incoming(IncomingBlob Blob, InstanceHeader Header, Origin Origin, SourceInstance? Source = null)
{
    public OverwriteRule Overwrite { get; init; }

    /// <inheritdoc cref="StoreInstance.KeepsLabels"/>
    public bool KeepsLabels { get; init; }

    /// <summary>The compressed form of the body, where it is to be stored so.</summary>
    internal (IncomingBlob File, StoredForm Form)? Compressed { get; init; }

    /// <summary>What is to be kept of it.</summary>
    internal IncomingBlob File => Compressed?.File ?? Blob;
}

/// <summary>The queue before the archive is full. Nothing was stored; the sender may try again later.</summary>
public sealed class IntakeOverloadedException() : Exception("The server is receiving more instances than it can store; try again later");

/// <summary>
/// The one way in, for REST, DIMSE, DICOMweb and jobs. Whatever arrives while a batch commits is the next batch, with what comes in the
/// moment after; a lone instance waits for nobody, and a flood shares its transactions and its flushes.
/// </summary>
public sealed class Intake(IntakeTransaction transaction, AttachedFiles files, StorageCompression compression, IntakeOptions options,
    ILogger<Intake> logger) : BackgroundService
{
    private static readonly TimeSpan s_longestGathering = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.QueueLimit));

    /// <summary>
    /// Stores an instance. When this returns Success, bytes and event survive a power cut. One that is already stored with the same bytes
    /// gets its file back where that is missing or damaged.
    /// </summary>
    /// <remarks>Giving up early does not take the instance back once its batch is under way; the body may be disposed of all the same only
    /// after this returns.</remarks>
    /// <returns>What became of it; or the refusal: the storage is full.</returns>
    /// <exception cref="IntakeOverloadedException">The queue is full; nothing was stored.</exception>
    public async Task<IntakeAnswer> StoreAsync(Incoming incoming)
    {
        var start = Stopwatch.GetTimestamp();
        if (compression.IsOn) incoming = incoming with { Compressed = await Task.Run(() => files.Compress(incoming.Blob)) };
        using var compressed = incoming.Compressed?.File;
        using var span = Spans.Begin("intake");
        span?.SetTag("eventdicom.instance", incoming.Header.InstanceId.Value).SetTag("eventdicom.bytes", incoming.Blob.Bytes.Size);
        var waiting = new Waiting(incoming, span, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Instruments.InstanceWaits();
        if (!_queue.Writer.TryWrite(waiting))
        {
            Instruments.BatchBegins(1);
            throw new IntakeOverloadedException();
        }
        var answer = await waiting.Answer.Task;
        Instruments.StoreDicom.RecordSince(start);
        if (answer is { Status: StoreStatus.AlreadyStored, IsSame: true }) await transaction.RestoreAsync(incoming);
        return answer;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(WorkAsync, CancellationToken.None);

    /// <summary>Takes no more, and stores what it has taken.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } work) await work.WaitAsync(cancellationToken);
    }

    private async Task WorkAsync()
    {
        var batch = new List<Waiting>(options.BatchLimit);
        var gathering = new Gathering(options.BatchLimit, s_longestGathering);
        while (await _queue.Reader.WaitToReadAsync())
        {
            await gathering.FillAsync(_queue.Reader, batch);
            if (batch.Count > 0)
            {
                Instruments.BatchBegins(batch.Count);
                Instruments.IntakeBatchInstances.Record(batch.Count);
                var start = Stopwatch.GetTimestamp();
                await StoreAsync(batch);
                Instruments.IntakeBatch.RecordSince(start);
                gathering.Stored(batch.Count, _queue.Reader.Count, Stopwatch.GetElapsedTime(start));
            }
            batch.Clear();
        }
    }

    // One bad apple fails the transaction of all; so the batch is then tried one by one, and only the bad one is answered so.
    private async Task StoreAsync(List<Waiting> batch)
    {
        using var span = batch[0].Span is null ? null : Spans.BeginShared("batch", [.. batch.Select(waiting => waiting.Span)]);
        try
        {
            if (await transaction.StoreAsync([.. batch.Select(waiting => waiting.Incoming)], options.Overwrite) is not { } answers)
            {
                foreach (var waiting in batch) await StoreAsync([waiting]);
                return;
            }
            for (var i = 0; i < batch.Count; i++) batch[i].Answer.SetResult(answers[i]);
        }
        catch (Exception) when (batch.Count > 1)
        {
            foreach (var waiting in batch) await StoreAsync([waiting]);
        }
        catch (Exception failure)
        {
            Log.CannotStore(logger, batch[0].Incoming.Header.InstanceId, failure.Message,
                KnownFailure.IsTransientFailure(failure) ? null : failure);
            batch[0].Answer.SetException(failure);
        }
    }

    private sealed record Waiting(Incoming Incoming, Activity? Span, TaskCompletionSource<IntakeAnswer> Answer);
}
