using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>Takes an ended job off the list, with what it left.</summary>
public sealed record ForgetJob([property: SagaIdentity] string JobId, Origin Origin) : IJobControl
{
    // What is being undone needs its documents until it is.
    public Decision Decide(Job job, DateTimeOffset now) => job.HasEnded && !job.IsUndoing
        ? Accept(job.Fact(new JobForgotten(JobId, now)))
        : Refuse(Refusal.BadRequest, "The job has not ended");
}
