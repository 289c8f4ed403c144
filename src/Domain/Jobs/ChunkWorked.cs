using System.Text.Json;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>A chunk was handled, and no failure in it ends the job. A chunk that was repeated says so twice, which changes nothing.</summary>
/// <param name="Seconds">How long it took.</param>
public sealed record ChunkWorked(
    [property: SagaIdentity] string JobId, int Run, int Chunk, IReadOnlyList<InstanceFailure> Failures, JsonElement? Finding, double Seconds)
{
    public Decision Decide(Job job, DateTimeOffset now)
    {
        if (!job.Runs(Run) || Chunk != job.NextChunk || job.NextInstances == 0) return Accept();

        var advanced = job.Fact(new JobAdvanced(JobId, job.Handled + job.NextInstances, Failures, job.Runtime + Seconds, now));
        // A cancelled job goes on with taking back what it did, and fails then.
        return job.IsPauseRequested && !job.IsCancelRequested
            ? Accept(advanced, job.Fact(new JobPaused(JobId, now)))
            : Accept(advanced);
    }
}
