using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>A step failed, and so the job fails: once what it did is undone.</summary>
public sealed record StepFailed(OrthancError Error, string Details, ErrorPayload? Payload = null) : StepOutcome
{
    public static StepFailed Of(Refused refused) => new(refused.Error, refused.Details ?? "", refused.Payload);

    internal override Decision Decide(Job job, StepDone step, DateTimeOffset now) =>
        job.Works(step.Run) ? Accept(job.Undo(Error, Details, step.Seconds, now, Payload)) : Accept();
}
