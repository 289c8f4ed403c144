using System.Text.Json;
using EventDicom.Domain.Errors;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>A chunk was handled, and no failure in it ends the job. A chunk that was repeated says so twice, which changes nothing.</summary>
/// <param name="Seconds">How long it took.</param>
public sealed record ChunkWorked(
    [property: SagaIdentity] string JobId, int Run, int Chunk, IReadOnlyList<InstanceFailure> Failures, JsonElement? Finding, double Seconds,
    IReadOnlyList<MadeInstance>? Made = null)
{
    public Decision Decide(Job job, DateTimeOffset now)
    {
        if (!job.Works(Run) || Chunk != job.NextChunk || job.NextInstances == 0) return Accept();

        var advanced = job.Fact(new JobAdvanced(JobId, job.Handled + job.NextInstances, Failures, job.Runtime + Seconds, now, Made));
        if (job.IsCancelRequested) return Accept(advanced, job.Undo(OrthancError.CanceledJob, "", Seconds, now));
        return job.IsPauseRequested ? Accept(advanced, job.Fact(new JobPaused(JobId, now))) : Accept(advanced);
    }
}
