using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>The step that undoes what a job did was done.</summary>
public sealed record UndoCompletion : StepOutcome
{
    internal override Decision Decide(Job job, StepDone step, DateTimeOffset now)
    {
        if (!job.IsUndoing || job.Run != step.Run) return Accept();

        var runtime = job.Runtime + step.Seconds;
        var undone = job.Fact(new JobUndone(job.Id, runtime, now));
        return job.Failing is { } reason
            ? Accept(undone, job.Fact(new JobFailed(job.Id, reason.Error, reason.Details, runtime, now, reason.Payload)))
            : Accept(undone);
    }
}
