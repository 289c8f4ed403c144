using EventDicom.Domain.Errors;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>A step failed, and so the job fails: once what it did is taken back.</summary>
/// <param name="Seconds">How long the step took.</param>
public sealed record StepFailed([property: SagaIdentity] string JobId, int Run, OrthancError Error, string Details, double Seconds)
{
    public Decision Decide(Job job, DateTimeOffset now) =>
        job.Runs(Run) ? Accept(job.Fact(new JobFailed(JobId, Error, Details, job.Runtime + Seconds, now))) : Accept();
}
