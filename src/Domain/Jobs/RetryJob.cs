using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>The time has come to try a postponed job again.</summary>
public sealed record RetryJob([property: SagaIdentity] string JobId, int Run)
{
    public Decision Decide(Job job, DateTimeOffset now) =>
        job.State == JobState.Retry && job.Run == Run ? Accept(job.Fact(new JobRetried(JobId, now))) : Accept();
}
