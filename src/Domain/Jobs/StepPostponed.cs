using EventDicom.Domain.Errors;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>A step could not be done, for a reason that may pass.</summary>
/// <param name="Error">What the job fails with if it does not pass.</param>
/// <param name="Seconds">How long the step took.</param>
public sealed record StepPostponed([property: SagaIdentity] string JobId, int Run, OrthancError Error, string Reason, double Seconds)
{
    /// <summary>How often in a row a step is put off before the job fails: for half a minute in all.</summary>
    public const int MostPostponements = 5;

    /// <summary>How long a job waits at most to be tried again.</summary>
    public static readonly TimeSpan LongestPause = Pause(MostPostponements - 1);

    public Decision Decide(Job job, DateTimeOffset now)
    {
        if (!job.Works(Run)) return Accept();
        if (job.IsCancelRequested) return Accept(job.Undo(OrthancError.CanceledJob, "", Seconds, now));
        if (job.Postponements >= MostPostponements) return Accept(job.Undo(Error, Reason, Seconds, now));

        var postponed = job.Fact(new JobPostponed(JobId, Reason, now + Pause(job.Postponements), job.Runtime + Seconds, now));
        return job.IsPauseRequested ? Accept(postponed, job.Fact(new JobPaused(JobId, now))) : Accept(postponed);
    }

    private static TimeSpan Pause(int postponements) => TimeSpan.FromSeconds(1 << postponements);
}
