using EventDicom.Domain.Errors;
using JasperFx;
using Marten;
using Wolverine;

namespace EventDicom.Domain.Jobs;

/// <summary>
/// Remembers where a job stands between the messages that move it: records what each of them means as events, and sends what is
/// to be done next, in one transaction. What is heavy is done by <see cref="JobSteps"/>, outside of any transaction. Lives as
/// long as the job is listed.
/// </summary>
public sealed class JobSaga : Saga, IRevisioned
{
    public string Id { get; set; } = "";

    public Job Job { get; set; } = new();

    /// <summary>Why the job is about to fail, while what it did is being taken back: no other step may be done any more.</summary>
    public StepFailed? Failing { get; set; }

    /// <summary>The job has failed while it waited, and what it did before is being taken back; it must not start over before.</summary>
    public bool IsUndoing { get; set; }

    /// <summary>What was asked of the job is not known any more, so it cannot start over (<see cref="LostJobs"/>).</summary>
    public bool IsOrderLost { get; set; }

    public static (JobSaga, ScheduleJobs) Start(SubmitJob command, IDocumentSession session, ArchiveClock clock)
    {
        var (id, job) = command;
        var saga = new JobSaga { Id = id };
        session.Insert(new JobOrder(id, job.Type, job.Command, job.Origin, job.Permissive, job.Instances.Count));
        session.Insert(job.Instances.Chunk(ChunkOutcome.MostInstances).Select((instances, number) => new JobChunk(JobChunk.IdOf(id, number), id, instances)));
        saga.Record([command.Decide(clock.Next())], job.Origin, session);
        return (saga, new());
    }

    public static (JobSaga, ScheduleJobs) Start(RecordJob command, IDocumentSession session, ArchiveClock clock)
    {
        var saga = new JobSaga { Id = command.JobId };
        saga.Record(command.Decide(clock.Next()), command.Job.Origin, session);
        return (saga, new());
    }

    public (bool, OutgoingMessages) Handle(PauseJob command, IDocumentSession session, ArchiveClock clock) => Control(command, session, clock);

    public (bool, OutgoingMessages) Handle(ResumeJob command, IDocumentSession session, ArchiveClock clock) => Control(command, session, clock);

    public (bool, OutgoingMessages) Handle(CancelJob command, IDocumentSession session, ArchiveClock clock) => Control(command, session, clock);

    public (bool, OutgoingMessages) Handle(ResubmitJob command, IDocumentSession session, ArchiveClock clock) => Control(command, session, clock);

    public (bool, OutgoingMessages) Handle(ForgetJob command, IDocumentSession session, ArchiveClock clock)
    {
        var answer = Control(command, session, clock);
        if (answer.Item1) MarkCompleted();
        return answer;
    }

    public OutgoingMessages Handle(ChunkWorked message, IDocumentSession session, ArchiveClock clock)
    {
        var decision = (Decision.Accepted)message.Decide(Job, clock.Next());
        if (decision.Facts.Count > 0 && message.Finding is { } finding)
            session.Store(new JobFinding(JobChunk.IdOf(Id, message.Chunk), Id, finding));
        return Continue(decision, session);
    }

    public OutgoingMessages Handle(StepPostponed message, IDocumentSession session, ArchiveClock clock)
    {
        var decision = (Decision.Accepted)message.Decide(Job, clock.Next());
        if (decision.Facts.Count == 0 && Job.Runs(message.Run))
            return Fail(Job.IsCancelRequested ? Cancelled : new(Id, Job.Run, message.Error, message.Reason, message.Seconds));

        var next = Continue(decision, session);
        if (decision.Facts is [{ Event: JobPostponed postponed }]) next.Delay(new RetryJob(Id, Job.Run), postponed.Until - postponed.PostponedAt);
        return next;
    }

    public OutgoingMessages Handle(StepFailed message) => Job.Runs(message.Run) ? Fail(message) : [];

    public OutgoingMessages Handle(JobCompletion message, IDocumentSession session, ArchiveClock clock) => Continue(message.Decide(Job, clock.Next()), session);

    public OutgoingMessages Handle(RetryJob message, IDocumentSession session, ArchiveClock clock) => Continue(message.Decide(Job, clock.Next()), session);

    public OutgoingMessages Handle(LoseJob message, IDocumentSession session, ArchiveClock clock)
    {
        if (message.Decide(Job, clock.Next()) is not Decision.Accepted { Facts: { Count: > 0 } facts }) return [];
        Record(facts, Ours, session);
        return [.. Undo(facts), new ScheduleJobs()];
    }

    public OutgoingMessages Handle(JobUndone message, IDocumentSession session, ArchiveClock clock)
    {
        if (IsUndoing)
        {
            IsUndoing = false;
            return [new ScheduleJobs()];
        }
        if (Failing is not { } failing || failing.Run != message.Run) return [];

        Failing = null;
        return Continue((failing with { Seconds = failing.Seconds + message.Seconds }).Decide(Job, clock.Next()), session);
    }

    // What comes to a job that is no longer listed comes too late; who asks for something is answered false.
    public static void NotFound(PauseJob _) { }

    public static void NotFound(ResumeJob _) { }

    public static void NotFound(CancelJob _) { }

    public static void NotFound(ResubmitJob _) { }

    public static void NotFound(ForgetJob _) { }

    public static void NotFound(ChunkWorked _) { }

    public static void NotFound(StepPostponed _) { }

    public static void NotFound(StepFailed _) { }

    public static void NotFound(JobCompletion _) { }

    public static void NotFound(RetryJob _) { }

    public static void NotFound(LoseJob _) { }

    public static void NotFound(JobUndone _) { }

    /// <summary>Gives the job a place.</summary>
    /// <returns>Its first message.</returns>
    internal object StartRun(IDocumentSession session, DateTimeOffset now)
    {
        Record([Job.Fact(new JobStarted(Id, Job.Run + 1, now))], Ours, session);
        return NextStep;
    }

    /// <summary>Takes the job off the list. The saga itself is left for the caller to delete.</summary>
    internal void Forget(IDocumentSession session, DateTimeOffset now) => Record([Job.Fact(new JobForgotten(Id, now))], Origin.Server, session);

    /// <returns>Whether the job had not ended, and has failed now.</returns>
    internal bool LoseOrder(IDocumentSession session, DateTimeOffset now)
    {
        (IsOrderLost, IsUndoing, Failing) = (true, false, null);
        if (Job.HasEnded) return false;
        Record([Job.Fact(new JobFailed(Id, OrthancError.CanceledJob, "The archive was restored without what the job needs to go on; what it had done stays", Job.Runtime, now))], Ours, session);
        return true;
    }

    /// <summary>The message that the job waits for, should it have been lost. Once too often is harmless.</summary>
    /// <exception cref="InvalidOperationException">It waits for none.</exception>
    internal object Awaited() => Job.State switch
    {
        _ when IsUndoing => new AbandonJob(Id, Job.Run),
        JobState.Pending => new ScheduleJobs(),
        JobState.Running => NextStep,
        JobState.Retry => new RetryJob(Id, Job.Run),
        _ => throw new InvalidOperationException($"Job {Id} waits for no message"),
    };

    private Origin Ours => Origin.Server with { CorrelationId = Id };

    private StepFailed Cancelled => new(Id, Job.Run, OrthancError.CanceledJob, "", 0);

    private object NextStep =>
        Failing is not null ? new AbandonJob(Id, Job.Run)
        : Job.NextInstances > 0 ? new WorkChunk(Id, Job.Run, Job.NextChunk)
        : new CompleteJob(Id, Job.Run);

    private (bool, OutgoingMessages) Control(IJobControl command, IDocumentSession session, ArchiveClock clock)
    {
        // What is being taken back needs its documents until it is.
        if (IsUndoing && command is ForgetJob) return (false, []);
        if (IsOrderLost && command is ResubmitJob) return (false, []);
        if (command.Decide(Job, clock.Next()) is not Decision.Accepted accepted) return (false, []);

        var hadPlace = Job.State == JobState.Running;
        Record(accepted.Facts, command.Origin, session);
        OutgoingMessages messages = [.. Undo(accepted.Facts)];
        if (accepted.Facts.Count > 0 && !hadPlace) messages.Add(new ScheduleJobs());
        return (true, messages);
    }

    // What failed between two steps has none at whose end what it did could be taken back.
    private IEnumerable<object> Undo(IReadOnlyList<Fact> facts)
    {
        if (facts is not [{ Event: JobFailed }] || Job.Run == 0) yield break;
        IsUndoing = true;
        yield return new AbandonJob(Id, Job.Run);
    }

    private OutgoingMessages Continue(Decision decision, IDocumentSession session)
    {
        if (decision is not Decision.Accepted { Facts: { Count: > 0 } facts }) return [];

        Record(facts, Ours, session);
        if (Job.State != JobState.Running) return [new ScheduleJobs()];
        return Job.IsCancelRequested ? Fail(Cancelled) : [NextStep];
    }

    // The first reason is the one that is told.
    private OutgoingMessages Fail(StepFailed reason)
    {
        Failing ??= reason;
        return [NextStep];
    }

    private void Record(IReadOnlyList<Fact> facts, Origin origin, IDocumentSession session)
    {
        foreach (var (stream, @event) in facts)
        {
            session.Events.Append(stream, EventMetadata.Build(session, @event, origin));
            Job = Job.Apply(@event);
            if (@event is JobSucceeded or JobForgotten) RemoveDocuments(session);
            if (@event is JobResubmitted) session.DeleteWhere<JobFinding>(finding => finding.JobId == Id);
        }
    }

    private void RemoveDocuments(IDocumentSession session)
    {
        session.Delete<JobOrder>(Id);
        session.DeleteWhere<JobChunk>(chunk => chunk.JobId == Id);
        session.DeleteWhere<JobFinding>(finding => finding.JobId == Id);
    }
}
