using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>Has a failed job start over from its beginning.</summary>
public sealed record ResubmitJob([property: SagaIdentity] string JobId, Origin Origin) : IJobControl
{
    public Decision Decide(Job job, DateTimeOffset now) => job.State == JobState.Failure && !job.IsOrderLost
        ? Accept(job.Fact(new JobResubmitted(JobId, now)))
        : Refuse(Refusal.BadRequest, "The job has not failed");
}
