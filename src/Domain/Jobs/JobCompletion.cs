using System.Text.Json;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>The last step was done. Whatever was wanted of the job meanwhile comes too late.</summary>
/// <param name="Seconds">How long it took.</param>
public sealed record JobCompletion([property: SagaIdentity] string JobId, int Run, JsonElement Content, IReadOnlyList<JobOutput> Outputs, double Seconds)
{
    public Decision Decide(Job job, DateTimeOffset now) =>
        job.Runs(Run) ? Accept(job.Fact(new JobSucceeded(JobId, Content, Outputs, job.Runtime + Seconds, now))) : Accept();
}
