using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Domain.Sending;

/// <summary>
/// Jobs that send stored instances elsewhere. Each acknowledgement is written down as it comes, so that a step that is done again goes on
/// behind the last one. What was sent cannot be undone: of a job that fails, the studies keep what was sent of them.
/// </summary>
public abstract class SendingKind(IStoredInstances stored, StoredFiles files, JobNotes notes, ArchiveClock clock) : IJobKind
{
    // How long a connection waits for the next chunk.
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, IInstanceSender> _idle = [];

    protected IStoredInstances Stored { get; } = stored;

    public abstract string Type { get; }

    public async Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct)
    {
        var chunk = new SentChunk(notes, job.Id, instances[0]);
        await chunk.ReadAsync(ct);
        var held = await Stored.SendableAsync([.. instances.Where(id => !chunk.Has(id))], ct);
        if (!_idle.TryRemove(job.Id, out var sender)) sender = SenderFor(job);
        var isKept = false;
        try
        {
            sender.Announce([.. held.Select(one => one.Value.ToSend(one.Key, files))]);
            foreach (var id in instances.Where(id => !chunk.Has(id)))
            {
                var outcome = held.TryGetValue(id, out var instance)
                    ? await SendAsync(sender, instance.ToSend(id, files), ct)
                    : SendOutcome.Deleted;
                chunk.Add(id, instance?.File.Parents, outcome);
                if (outcome.Failure is { } failure && (outcome.IsUnreachable || !job.Permissive)) return FailureOf(failure);
                job.Step.Fraction = (double)chunk.Count / instances.Count;
                if (job.Step.Unwanted.IsCancellationRequested) return new Refused(OrthancError.CanceledJob);
            }
            await chunk.SaveAsync();
            isKept = true;
            return chunk.Outcome;
        }
        finally
        {
            if (isKept) Keep(job.Id, sender);
            else await EndAsync(chunk, sender);
        }
    }

    public async Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct)
    {
        if (_idle.TryRemove(job.Id, out var sender)) await sender.DisposeAsync();
        var noted = await NotedAsync(job, ct);
        var sent = noted.SelectMany(study => study.Instances).Where(instance => instance.Failure is null)
            .Select(instance => instance.InstanceId).ToList();
        return await AfterSendingAsync(job, sent, ct) is { } refused
            ? refused
            : new JobResult(Content(job)) { Deeds = DeedsOf(job, noted) };
    }

    public async Task UndoAsync(JobContext job, CancellationToken ct)
    {
        if (_idle.TryRemove(job.Id, out var sender)) await sender.DisposeAsync();
        await notes.CloseAsync(job.Id, [.. DeedsOf(job, await NotedAsync(job, ct)).Select(deed => deed.Fact)], job.Origin, ct);
    }

    /// <summary>Whom the job sends to.</summary>
    protected abstract Receiver ReceiverOf(JobContext job);

    /// <summary>A connection to the receiver.</summary>
    protected abstract IInstanceSender SenderFor(JobContext job);

    /// <summary>What is left to do when everything is sent. May be done again.</summary>
    /// <param name="sent">The instances that the receiver has.</param>
    /// <returns><c>null</c> when that went well.</returns>
    protected virtual Task<Refused?> AfterSendingAsync(JobContext job, IReadOnlyList<OrthancId> sent, CancellationToken ct) =>
        Task.FromResult<Refused?>(null);

    /// <summary>What the job fails with because of what happened to an instance.</summary>
    protected virtual Refused FailureOf(Refused failure) => failure;

    /// <summary>What the public content has beside that of the submission once the job is done.</summary>
    protected virtual JsonObject Content(JobContext job) => [];

    private static async Task<SendOutcome> SendAsync(IInstanceSender sender, InstanceToSend instance, CancellationToken ct)
    {
        try
        {
            return await sender.SendAsync(instance, ct);
        }
        catch (Exception failure) when (KnownFailure.Of(failure) is { IsTransient: false } known)
        {
            return new(0, new Refused(known.Error, known.Details));
        }
    }

    // Also where nothing can be written down, the receiver is let go.
    private static async Task EndAsync(SentChunk chunk, IInstanceSender sender)
    {
        try
        {
            await chunk.SaveAsync();
        }
        finally
        {
            await sender.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<SentStudy>> NotedAsync(JobContext job, CancellationToken ct) =>
        [.. (await notes.ReadAllAsync<List<SentStudy>>(job.Id, ct)).SelectMany(note => note)];

    private IReadOnlyList<InstancesSent> DeedsOf(JobContext job, IReadOnlyList<SentStudy> noted) =>
        InstancesSent.Of(job.Id, ReceiverOf(job), noted, clock.Next());

    private void Keep(string job, IInstanceSender sender)
    {
        _idle[job] = sender;
        _ = CloseLaterAsync(job, sender);
    }

    private async Task CloseLaterAsync(string job, IInstanceSender sender)
    {
        await Task.Delay(s_idle);
        if (_idle.TryRemove(new(job, sender))) await sender.DisposeAsync();
    }
}
