using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Running;
using Npgsql;
using Wolverine;
using Wolverine.Runtime;

namespace EventDicom.Domain.Jobs.Controlling;

/// <summary>Where jobs are handed in.</summary>
public sealed class JobSubmission(Ledger ledger, IWolverineRuntime runtime, JobKinds kinds, ArchiveClock clock)
{
    /// <summary>Records the job and has it started as soon as its turn comes. When this returns, the job survives any crash.</summary>
    /// <returns>Its id, a UUID in lower case.</returns>
    /// <exception cref="ArgumentException">There is no kind of the job's type.</exception>
    public async Task<string> SubmitAsync(NewJob job) =>
        (await SubmitAsync((_, _) => Task.FromResult<Answer<NewJob>>(job), CancellationToken.None)).Value;

    /// <summary>The same with a job on which the transaction decides that records it.</summary>
    /// <param name="decide">Reads through the transaction. May be called again.</param>
    /// <inheritdoc cref="SubmitAsync(NewJob)"/>
    public async Task<Answer<string>> SubmitAsync(Func<NpgsqlTransaction, CancellationToken, Task<Answer<NewJob>>> decide,
        CancellationToken ct)
    {
        var id = Guid.NewGuid().ToString();
        Refused? refused = null;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            if ((await decide(transaction, token)).IsRefused(out refused, out var job)) return new Writing([]);

            _ = kinds[job.Type];
            return Begin(
                id, job, [job.Submitted(id, clock.Next())],
                [
                    new JobOrder(id, job.Type, job.Command, job.Origin, job.Permissive, job.Instances.Count, job.Secret),
                    .. job.Instances.Chunk(ChunkOutcome.MostInstances)
                    .Select((instances, number) => new JobChunk(JobChunk.IdOf(id, number), id, instances)),
                ]);
        }, ct);
        if (refused is not null) return refused;

        // Should this not come about, a start or the watch over jobs has the look taken.
        await new MessageBus(runtime).PublishAsync(new ScheduleJobs());
        return id;
    }

    /// <summary>Lists a job that a request did by itself, or failed at, while its client waited: it has ended, and it could not have
    /// outlived the request.</summary>
    /// <param name="content">Public content beside that of the job; of one that succeeded.</param>
    /// <param name="error">Success, or what it failed with.</param>
    public async Task RecordAsync(NewJob job, DateTimeOffset startedAt, JsonObject content, OrthancError error, string details)
    {
        var id = Guid.NewGuid().ToString();
        await ledger.WriteAsync((_, _) =>
        {
            var now = clock.Next();
            var runtime = (now - startedAt).TotalSeconds;
            object ended = error == OrthancError.Success
                ? new JobSucceeded(id, JsonSerializer.SerializeToElement(content), [], runtime, now)
                : new JobFailed(id, error, details, runtime, now);
            return Task.FromResult(Begin(
                id, job, [job.Submitted(id, startedAt),
                    .. new[] { new JobStarted(id, 1, startedAt), ended }.Select(@event => new Fact(JobStreams.Of(id), @event))], []));
        }, CancellationToken.None);
        await new MessageBus(runtime).PublishAsync(new ScheduleJobs()); // the list may be too long now
    }

    private static Writing Begin(string id, NewJob job, IReadOnlyList<Fact> facts, IReadOnlyList<object> documents) =>
        new(
            [.. facts.Concat(job.Beside).Select(fact => new Entry(fact, job.Origin))],
            Documents: [JobSaga.Of(id, job.Origin, facts), .. documents]);
}
