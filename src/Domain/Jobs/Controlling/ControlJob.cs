using EventDicom.Domain.Errors;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs.Controlling;

/// <summary>What somebody may want of a job that was submitted.</summary>
public enum JobVerb
{
    /// <summary>To be paused: at once while it waits, at the end of its step while it runs. One that is paused or has ended stays as it
    /// is.</summary>
    Pause,

    /// <summary>Of a paused one: to go on where it stopped, when its turn comes.</summary>
    Resume,

    /// <summary>To fail: at once while it waits, at the end of its step while it runs. One that has ended stays as it is.</summary>
    Cancel,

    /// <summary>Of a failed one: to start over from its beginning.</summary>
    Resubmit,

    /// <summary>Of one that has ended: to be off the list, with what it left.</summary>
    Forget,
}

/// <summary>Somebody wants something of a job that was submitted.</summary>
/// <param name="CanStartOver">Whether jobs of its kind may be resubmitted.</param>
public sealed record ControlJob([property: SagaIdentity] string JobId, JobVerb Verb, Origin Origin, bool CanStartOver = true)
{
    /// <returns>Refused with error 6 where jobs of the kind cannot start over, else with error 8.</returns>
    public Decision Decide(Job job, DateTimeOffset now) => (Verb, job.State) switch
    {
        (JobVerb.Pause, JobState.Pending or JobState.Retry) => Accept(job.Fact(new JobPaused(JobId, now))),
        (JobVerb.Pause, JobState.Running) when !job.IsPauseRequested => Accept(job.Fact(new JobPauseRequested(JobId, now))),
        (JobVerb.Pause, _) => Accept(),
        (JobVerb.Resume, JobState.Paused) => Accept(job.Fact(new JobResumed(JobId, now))),
        (JobVerb.Resume, _) => Refuse(OrthancError.BadRequest, "The job is not paused"),
        (JobVerb.Cancel, JobState.Pending or JobState.Retry or JobState.Paused) =>
            Accept(job.FailBetweenSteps(OrthancError.CanceledJob, "", now)),
        (JobVerb.Cancel, JobState.Running) when !job.IsCancelRequested => Accept(job.Fact(new JobCancelRequested(JobId, now))),
        (JobVerb.Cancel, _) => Accept(),
        (JobVerb.Resubmit, JobState.Failure) when !CanStartOver =>
            Refuse(OrthancError.BadSequenceOfCalls, "Jobs of this type cannot start over"),
        (JobVerb.Resubmit, JobState.Failure) when !job.IsOrderLost => Accept(job.Fact(new JobResubmitted(JobId, now))),
        (JobVerb.Resubmit, _) => Refuse(OrthancError.BadRequest, "The job has not failed"),
        // What is being undone needs its documents until it is.
        _ when job.HasEnded && !job.IsUndoing => Accept(job.Fact(new JobForgotten(JobId, now))),
        _ => Refuse(OrthancError.BadRequest, "The job has not ended"),
    };
}
