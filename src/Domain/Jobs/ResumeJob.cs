using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>Has a paused job go on where it stopped, when its turn comes.</summary>
public sealed record ResumeJob([property: SagaIdentity] string JobId, Origin Origin) : IJobControl
{
    public Decision Decide(Job job, DateTimeOffset now) => job.State == JobState.Paused
        ? Accept(job.Fact(new JobResumed(JobId, now)))
        : Refuse(Refusal.BadRequest, "The job is not paused");
}
