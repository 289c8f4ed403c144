using EventDicom.Domain.Errors;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>Ends a job as failed: at once while it waits, at the end of its step while it runs. One that has ended stays as it is.</summary>
public sealed record CancelJob([property: SagaIdentity] string JobId, Origin Origin) : IJobControl
{
    public Decision Decide(Job job, DateTimeOffset now) => job.State switch
    {
        JobState.Pending or JobState.Retry or JobState.Paused => Accept(job.FailBetweenSteps(OrthancError.CanceledJob, "", now)),
        JobState.Running when !job.IsCancelRequested => Accept(job.Fact(new JobCancelRequested(JobId, now))),
        _ => Accept(),
    };
}
