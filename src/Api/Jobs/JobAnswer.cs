using EventDicom.Domain;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Watching;
using EventDicom.Projections.JobHistory;
using Npgsql;

namespace EventDicom.Api.Jobs;

/// <summary>Takes the jobs of requests, and answers with where they will be found or with what became of them.</summary>
public sealed class JobAnswer(JobSubmission jobs, JobQueries queries, JobSignals signals, TimeProvider time,
    IHostApplicationLifetime lifetime)
{
    // For jobs that end on another node; those that end on this one are heard of at once.
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Submits a job. To a client that does not wait, answers its id and path; to one that waits, the public content of the
    /// finished job. The job goes on when the client goes away, and after a restart when the server stops.
    /// </summary>
    /// <returns><c>null</c> when that was answered. The client waited and the job failed: the job's own error and details.</returns>
    /// <exception cref="OrthancException">503: the server stops.</exception>
    public Task<Refused?> AnswerAsync(HttpContext context, NewJob job, bool isSynchronous) =>
        AnswerAsync(context, (_, _) => Task.FromResult<Answer<NewJob>>(job), isSynchronous);

    /// <summary>The same with a job on which the transaction decides that records it; or why there is none.</summary>
    /// <inheritdoc cref="AnswerAsync(HttpContext, NewJob, bool)"/>
    public async Task<Refused?> AnswerAsync(HttpContext context, Func<NpgsqlTransaction, CancellationToken, Task<Answer<NewJob>>> decide,
        bool isSynchronous)
    {
        if ((await jobs.SubmitAsync(decide, context.RequestAborted)).IsRefused(out var refused, out var submitted)) return refused;
        if (!isSynchronous)
        {
            await context.Response.WriteOrthancJsonAsync(submitted, static (json, id) =>
            {
                json.WriteStartObject();
                json.WriteString("ID", id);
                json.WriteString("Path", $"/jobs/{id}");
                json.WriteEndObject();
            });
            return null;
        }

        if (Ended(await WaitAsync(submitted, context.RequestAborted)).IsRefused(out refused, out var ended)) return refused;
        await context.Response.WriteOrthancJsonAsync(ended, JobJson.WriteContent);
        return null;
    }

    /// <summary>Submits a job and waits until it has succeeded. It goes on when the wait is given up.</summary>
    /// <returns>Refused when it failed, with its own error and details.</returns>
    public async Task<Answer<JobView>> RunAsync(NewJob job, CancellationToken ct) =>
        Ended(await WaitAsync(await jobs.SubmitAsync(job), ct));

    private static Answer<JobView> Ended(JobView job) => job.State == JobState.Success ? job
        : new Refused(job.Error, job.Details.Length > 0 ? job.Details : null) { Payload = job.Payload };

    private async Task<JobView> WaitAsync(string id, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        try
        {
            while (true)
            {
                var signal = signals.Ended(id);
                if (await queries.RecallAsync(id, ct) is { HasEnded: true } ended) return ended;
                await Task.WhenAny(signal, Task.Delay(s_pollInterval, time, stop.Token));
                ct.ThrowIfCancellationRequested();
                if (lifetime.ApplicationStopping.IsCancellationRequested)
                    throw new OrthancException(OrthancError.InternalError, $"The server stops; job {id} goes on when it is back",
                        StatusCodes.Status503ServiceUnavailable);
            }
        }
        finally
        {
            signals.Forget(id);
        }
    }
}
