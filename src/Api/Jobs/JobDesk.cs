using EventDicom.Domain.Jobs;
using EventDicom.Projections.JobHistory;

namespace EventDicom.Api.Jobs;

/// <summary>Takes the jobs of requests, and answers with where they will be found or with what became of them.</summary>
public sealed class JobDesk(JobSubmission jobs, JobQueries queries, JobSignals signals, TimeProvider time, IHostApplicationLifetime lifetime)
{
    // For jobs that end on another node; those that end on this one are heard of at once.
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Submits a job. To a client that does not wait, answers its id and path; to one that waits, the public content of the
    /// finished job. The job goes on when the client goes away, and after a restart when the server stops.
    /// </summary>
    /// <exception cref="OrthancException">The client waited and the job failed: with the job's own code and details. 503: the server stops.</exception>
    public async Task AnswerAsync(HttpContext context, NewJob job, bool isSynchronous)
    {
        if (!isSynchronous)
        {
            await context.Response.WriteOrthancJsonAsync(await jobs.SubmitAsync(job), static (json, id) =>
            {
                json.WriteStartObject();
                json.WriteString("ID", id);
                json.WriteString("Path", $"/jobs/{id}");
                json.WriteEndObject();
            });
            return;
        }

        var ended = await RunAsync(job, context.RequestAborted);
        await context.Response.WriteOrthancJsonAsync(ended, JobJson.WriteContent);
    }

    /// <summary>Submits a job and waits until it has succeeded. It goes on when the wait is given up.</summary>
    /// <exception cref="OrthancException">It failed: with its own code and details.</exception>
    public async Task<JobView> RunAsync(NewJob job, CancellationToken cancellation)
    {
        var ended = await WaitAsync(await jobs.SubmitAsync(job), cancellation);
        return ended.State == JobState.Success
            ? ended
            : throw new OrthancException(ended.Error, ended.Details.Length > 0 ? ended.Details : null);
    }

    private async Task<JobView> WaitAsync(string id, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        try
        {
            while (true)
            {
                var signal = signals.Ended(id);
                if (await queries.RecallAsync(id, cancellation) is { HasEnded: true } ended) return ended;
                await Task.WhenAny(signal, Task.Delay(s_glance, time, stop.Token));
                cancellation.ThrowIfCancellationRequested();
                if (lifetime.ApplicationStopping.IsCancellationRequested)
                    throw new OrthancException(OrthancError.InternalError, $"The server stops; job {id} goes on when it is back", StatusCodes.Status503ServiceUnavailable);
            }
        }
        finally
        {
            signals.Forget(id);
        }
    }
}
