using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>Has a job rest: at once while it waits, at the end of its step while it runs. One that rests or has ended stays as it is.</summary>
public sealed record PauseJob([property: SagaIdentity] string JobId, Origin Origin) : IJobControl
{
    public Decision Decide(Job job, DateTimeOffset now) => job.State switch
    {
        JobState.Pending or JobState.Retry => Accept(job.Fact(new JobPaused(JobId, now))),
        JobState.Running when !job.IsPauseRequested => Accept(job.Fact(new JobPauseRequested(JobId, now))),
        _ => Accept(),
    };
}
