using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>A step could not be done, for a reason that may pass.</summary>
/// <param name="Error">What the job fails with if it does not pass.</param>
public sealed record StepPostponed(OrthancError Error, string Reason) : StepOutcome
{
    /// <summary>How often in a row a step is put off before the job fails: for half a minute in all.</summary>
    public const int MostPostponements = 5;

    /// <summary>How long a job waits at most to be tried again.</summary>
    public static readonly TimeSpan LongestPause = Pause(MostPostponements - 1);

    internal override Decision Decide(Job job, StepDone step, DateTimeOffset now)
    {
        if (!job.Works(step.Run)) return Accept();
        if (job.IsCancelRequested) return Accept(job.Undo(OrthancError.CanceledJob, "", step.Seconds, now));
        if (job.Postponements >= MostPostponements) return Accept(job.Undo(Error, Reason, step.Seconds, now));

        var postponed = job.Fact(new JobPostponed(job.Id, Reason, now + Pause(job.Postponements), job.Runtime + step.Seconds, now));
        return job.IsPauseRequested ? Accept(postponed, job.Fact(new JobPaused(job.Id, now))) : Accept(postponed);
    }

    private static TimeSpan Pause(int postponements) => TimeSpan.FromSeconds(1 << postponements);
}
