using System.Text.Json;
using EventDicom.Domain.Modifying;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>The last step was done. Whatever was wanted of the job meanwhile comes too late.</summary>
/// <param name="Deeds">What the job did to resources, to be recorded with its success: once, however often the step was repeated, and not
/// unless it succeeds.</param>
public sealed record JobCompletion(JsonElement Content, IReadOnlyList<JobOutput> Outputs, IReadOnlyList<Deed>? Deeds = null) : StepOutcome
{
    internal override Decision Decide(Job job, StepDone step, DateTimeOffset now) => job.Works(step.Run)
        ? Accept([.. (Deeds ?? []).Select(deed => deed.Fact),
            job.Fact(new JobSucceeded(job.Id, Content, Outputs, job.Runtime + step.Seconds, now))])
        : Accept();
}
