using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Domain.Jobs;

/// <summary>What the rules about a job must know, folded from its stream.</summary>
public sealed record Job
{
    public string Id { get; init; } = "";
    public JobState State { get; init; }
    public int Priority { get; init; }
    public bool Permissive { get; init; }
    public int Instances { get; init; }
    public int Handled { get; init; }

    /// <summary>Which start of the job is the last. A step that belongs to an earlier one says nothing about this one.</summary>
    public int Run { get; init; }

    public bool IsPauseRequested { get; init; }
    public bool IsCancelRequested { get; init; }

    /// <summary>Why the job fails once what it did is undone; <c>null</c> unless it runs and is being undone.</summary>
    public JobFailure? Failing { get; init; }

    /// <summary>What the job did is being undone, because it fails or has failed while it waited. No other step may be done
    /// before.</summary>
    public bool IsUndoing { get; init; }

    /// <summary>What was asked of the job is not known any more.</summary>
    public bool IsOrderLost { get; init; }

    /// <summary>How often in a row the step under way was postponed.</summary>
    public int Postponements { get; init; }

    /// <summary>Seconds.</summary>
    public double Runtime { get; init; }

    public OrthancError Error { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset EndedAt { get; init; }

    public bool HasEnded => State is JobState.Success or JobState.Failure;

    /// <summary>Number of the chunk to handle next, from 0 on; one past the last when only the completion is left.</summary>
    public int NextChunk => Handled / ChunkOutcome.MostInstances + (Handled % ChunkOutcome.MostInstances > 0 ? 1 : 0);

    /// <summary>How many instances the next chunk has.</summary>
    public int NextInstances => Math.Min(ChunkOutcome.MostInstances, Instances - Handled);

    /// <summary>Whether that start of the job is under way, and not about to fail.</summary>
    public bool Works(int run) => State == JobState.Running && Run == run && !IsUndoing;

    public Job Apply(object @event) => @event switch
    {
        JobSubmitted e => new()
        {
            Id = e.JobId, Priority = e.Priority, Permissive = e.Permissive, Instances = e.Instances, SubmittedAt = e.SubmittedAt,
        },
        JobStarted e => this with { State = JobState.Running, Run = e.Run, IsPauseRequested = false, IsCancelRequested = false },
        JobAdvanced e => this with { Handled = e.Handled, Runtime = e.Runtime, Postponements = 0 },
        JobPauseRequested => this with { IsPauseRequested = true },
        JobCancelRequested => this with { IsCancelRequested = true },
        JobPaused => this with { State = JobState.Paused },
        JobPostponed e => this with { State = JobState.Retry, Runtime = e.Runtime, Postponements = Postponements + 1 },
        JobResumed or JobRetried => this with { State = JobState.Pending },
        JobUndoStarted e =>
            this with
            {
                IsUndoing = true, Failing = State == JobState.Running ? new(e.Error, e.Details, e.Payload) : null, Runtime = e.Runtime,
            },
        JobUndone e => this with { IsUndoing = false, Runtime = e.Runtime },
        JobOrderLost => this with { IsOrderLost = true, IsUndoing = false, Failing = null },
        JobSucceeded e =>
            this with { State = JobState.Success, Runtime = e.Runtime, Error = OrthancError.Success, EndedAt = e.SucceededAt },
        JobFailed e => this with
        {
            State = JobState.Failure, Runtime = e.Runtime, Error = e.Error, EndedAt = e.FailedAt, IsUndoing = false, Failing = null,
        },
        JobResubmitted => this with { State = JobState.Pending, Handled = 0, Runtime = 0, Postponements = 0 },
        _ => this,
    };

    internal Fact Fact(object @event) => new(JobStreams.Of(Id), @event);

    /// <summary>Has what a running job did be undone, after which the job fails.</summary>
    /// <param name="seconds">How long the step took that failed.</param>
    internal Fact Undo(OrthancError error, string details, double seconds, DateTimeOffset now, ErrorPayload? payload = null) =>
        Fact(new JobUndoStarted(Id, error, details, Runtime + seconds, now, payload));

    /// <summary>Fails a job between two of its steps. What earlier ones did is undone after that, for there is no step at whose end it
    /// could be.</summary>
    internal IReadOnlyList<Fact> FailBetweenSteps(OrthancError error, string details, DateTimeOffset now)
    {
        var failed = Fact(new JobFailed(Id, error, details, Runtime, now));
        return Run == 0 ? [failed] : [failed, Undo(error, details, 0, now)];
    }
}

/// <summary>Why a job fails.</summary>
/// <param name="Details">For the client.</param>
public sealed record JobFailure(OrthancError Error, string Details, ErrorPayload? Payload = null);
