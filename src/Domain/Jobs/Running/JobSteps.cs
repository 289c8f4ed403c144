using System.Diagnostics;
using System.Text.Json;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Measuring;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine.Attributes;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>Does the steps of jobs. Each may be done again, so nothing is recorded here: the answers go to the saga.</summary>
[WolverineHandler]
public sealed class JobSteps(
    JobKinds kinds, IDocumentStore store, IJobLocks locks, StepProgress progress, IHostApplicationLifetime lifetime,
    ILogger<JobSteps> logger)
{
    /// <returns>What the saga is told; <c>null</c> when the chunk is none of the job's any more, or a step of the job is under way
    /// already.</returns>
    /// <exception cref="OperationCanceledException">The server stops; the step is to be done again.</exception>
    public Task<StepDone?> HandleAsync(WorkChunk step) =>
        DoAsync(step.JobId, step.Run, JobStepId.OfChunk(step.JobId, step.Run, step.Chunk),
            job => job.NextChunk == step.Chunk && job.NextInstances > 0, async (work, ct) =>
            {
                var chunk = await work.Session.LoadAsync<JobChunk>(JobChunk.IdOf(step.JobId, step.Chunk), ct)
                    ?? throw new InvalidOperationException($"Job {step.JobId} has no chunk {step.Chunk}");
                if ((await kinds[work.Type].WorkAsync(work.Context, chunk.Instances, ct)).IsRefused(out var refused, out var outcome))
                    return StepFailed.Of(refused);
                if (!work.Context.Permissive && outcome.Failures is [var failure, ..])
                    return new StepFailed(failure.Error, $"Instance {failure.InstanceId}: {failure.Details}");
                return new ChunkWorked(step.Chunk, outcome.Failures, outcome.Finding, outcome.Made) { Sent = outcome.Sent };
            });

    /// <inheritdoc cref="HandleAsync(WorkChunk)"/>
    public Task<StepDone?> HandleAsync(CompleteJob step) =>
        DoAsync(step.JobId, step.Run, JobStepId.OfCompletion(step.JobId, step.Run), job => job.NextInstances == 0, async (work, ct) =>
        {
            var answer = await kinds[work.Type].CompleteAsync(work.Context, await FindingsAsync(work, ct), ct);
            return answer.IsRefused(out var refused, out var result)
                ? StepFailed.Of(refused)
                : new JobCompletion(JsonSerializer.SerializeToElement(result.Content), result.Outputs, result.Deeds);
        });

    /// <inheritdoc cref="HandleAsync(WorkChunk)"/>
    public Task<StepDone?> HandleAsync(AbandonJob step) => AloneAsync(step.JobId, async at =>
    {
        var ct = lifetime.ApplicationStopping;
        var since = Stopwatch.GetTimestamp();
        if (await OpenAsync(step.JobId, JobStepId.OfUndo(step.JobId, step.Run), at, ct) is not { } work) return null;
        await using (work.Session)
        {
            // Running: it fails when this is done. Failed while it waited: it may start over when this is done.
            if (!work.Job.IsUndoing || work.Job.Run != step.Run) return null;
            await UndoAsync(work, ct);
            return new StepDone(step.JobId, step.Run, new UndoCompletion(), Seconds(since));
        }
    });

    private Task<StepDone?> DoAsync(string id, int run, string name, Func<Job, bool> isNext,
        Func<Work, CancellationToken, Task<StepOutcome>> step) => AloneAsync(id, async at =>
    {
        var ct = lifetime.ApplicationStopping;
        var since = Stopwatch.GetTimestamp();
        using var span = Spans.Begin("job step");
        span?.SetTag("eventdicom.step", name);
        if (await OpenAsync(id, name, at, ct) is not { } work) return null;
        using var scope = logger.BeginScope(
            new KeyValuePair<string, object?>[] { new("Job", id), new("Step", name), new("Request", work.Context.Origin.CorrelationId) });
        await using (work.Session)
        {
            if (!work.Job.Works(run) || !isNext(work.Job)) return null;
            if (work.Job.IsCancelRequested) return new StepDone(id, run, new StepFailed(OrthancError.CanceledJob, ""), 0);
            StepOutcome outcome;
            try
            {
                outcome = await step(work, ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // What nobody foresaw may pass, too. It is for the log; clients get no word of it.
                var known = KnownFailure.Of(failure) ?? new(OrthancError.InternalError, RetryAfter: 1);
                if (known.IsTransient) Log.StepPostponed(logger, id, failure);
                outcome = known.IsTransient ? new StepPostponed(known.Error, known.Details ?? "")
                    : new StepFailed(known.Error, known.Details ?? "");
            }
            return new StepDone(id, run, outcome, Seconds(since));
        }
    });

    // One step of a job at a time, on whatever node: what is sent while another is under way was sent before, or will be again. This
    // node knows of its own steps even when the database, and with it the lock, goes away meanwhile.
    private async Task<StepDone?> AloneAsync(string job, Func<StepUnderWay, Task<StepDone?>> step)
    {
        if (progress.TryBegin(job) is not { } at) return null;
        try
        {
            await using var held = await locks.TryLockStepsAsync(job, lifetime.ApplicationStopping);
            return held is null ? null : await step(at);
        }
        finally
        {
            progress.End(job);
        }
    }

    private async Task<Work?> OpenAsync(string id, string step, StepUnderWay at, CancellationToken ct)
    {
        var session = store.QuerySession();
        var order = await session.LoadAsync<JobOrder>(id, ct);
        var saga = order is null ? null : await session.LoadAsync<JobSaga>(id, ct);
        if (saga is not null) return new(session, order!.ContextOf(step) with { Step = at }, saga.Job, order.Type);
        await session.DisposeAsync();
        return null;
    }

    // The message is handled again until the database and the disk are back; a job that cannot undo what it did for any
    // other reason fails all the same.
    private async Task UndoAsync(Work work, CancellationToken ct)
    {
        try
        {
            await kinds[work.Type].UndoAsync(work.Context, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && !KnownFailure.IsTransientFailure(failure))
        {
            Log.CannotUndo(logger, work.Context.Id, failure);
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> FindingsAsync(Work work, CancellationToken ct)
    {
        var findings = await work.Session.Query<JobFinding>().Where(finding => finding.JobId == work.Context.Id)
            .OrderBy(finding => finding.Id).ToListAsync(ct);
        return [.. findings.Select(finding => finding.Finding)];
    }

    private static double Seconds(long since) => Stopwatch.GetElapsedTime(since).TotalSeconds;

    private sealed record Work(IQuerySession Session, JobContext Context, Job Job, string Type);
}
