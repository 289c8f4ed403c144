using EventDicom.Domain.Errors;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs;

/// <summary>A step failed, and so the job fails: once what it did is undone.</summary>
/// <param name="Seconds">How long the step took.</param>
public sealed record StepFailed([property: SagaIdentity] string JobId, int Run, OrthancError Error, string Details, double Seconds)
{
    public Decision Decide(Job job, DateTimeOffset now) => job.Works(Run) ? Accept(job.Undo(Error, Details, Seconds, now)) : Accept();
}
