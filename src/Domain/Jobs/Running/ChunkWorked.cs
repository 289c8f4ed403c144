using System.Text.Json;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Sending;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>A chunk was handled, and no failure in it ends the job.</summary>
public sealed record ChunkWorked(int Chunk, IReadOnlyList<InstanceFailure> Failures, JsonElement? Finding,
    IReadOnlyList<MadeInstance>? Made = null) : StepOutcome
{
    /// <summary>Which instances were sent; <c>null</c> for a job that sends none.</summary>
    public IReadOnlyList<SentInstance>? Sent { get; init; }

    internal override Decision Decide(Job job, StepDone step, DateTimeOffset now)
    {
        if (!job.Works(step.Run) || Chunk != job.NextChunk || job.NextInstances == 0) return Accept();

        var advanced = job.Fact(
            new JobAdvanced(job.Id, job.Handled + job.NextInstances, Failures, job.Runtime + step.Seconds, now, Made, Sent));
        if (job.IsCancelRequested) return Accept(advanced, job.Undo(OrthancError.CanceledJob, "", step.Seconds, now));
        return job.IsPauseRequested ? Accept(advanced, job.Fact(new JobPaused(job.Id, now))) : Accept(advanced);
    }
}
