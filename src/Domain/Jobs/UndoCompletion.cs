using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>The step that undoes what a job did was done.</summary>
/// <param name="Seconds">How long it took.</param>
public sealed record UndoCompletion([property: SagaIdentity] string JobId, int Run, double Seconds)
{
    public Decision Decide(Job job, DateTimeOffset now)
    {
        if (!job.IsUndoing || job.Run != Run) return Accept();

        var runtime = job.Runtime + Seconds;
        var undone = job.Fact(new JobUndone(JobId, runtime, now));
        return job.Failing is { } reason
            ? Accept(undone, job.Fact(new JobFailed(JobId, reason.Error, reason.Details, runtime, now)))
            : Accept(undone);
    }
}
