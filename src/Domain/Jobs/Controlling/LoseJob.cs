using EventDicom.Domain.Errors;
using Wolverine.Persistence.Sagas;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs.Controlling;

/// <summary>The server was started anew, and must not go on with what was under way before (<c>SaveJobs</c> is off).</summary>
public sealed record LoseJob([property: SagaIdentity] string JobId)
{
    public Decision Decide(Job job, DateTimeOffset now) => job.HasEnded || job.Id != JobId
        ? Accept()
        : Accept(job.FailBetweenSteps(OrthancError.CanceledJob, "The server was started anew, and does not save jobs", now));
}
