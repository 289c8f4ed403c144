using System.Text.Json;
using EventDicom.Domain.Modifying;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>The last step was done. Whatever was wanted of the job meanwhile comes too late.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Deeds">What the job did to resources, to be recorded with its success: once, however often the step was repeated, and not unless it succeeds.</param>
public sealed record JobCompletion(
    [property: SagaIdentity] string JobId, int Run, JsonElement Content, IReadOnlyList<JobOutput> Outputs, double Seconds, IReadOnlyList<Deed>? Deeds = null)
{
    public Decision Decide(Job job, DateTimeOffset now) => job.Works(Run)
        ? Accept([.. (Deeds ?? []).Select(deed => deed.Fact), job.Fact(new JobSucceeded(JobId, Content, Outputs, job.Runtime + Seconds, now))])
        : Accept();
}
