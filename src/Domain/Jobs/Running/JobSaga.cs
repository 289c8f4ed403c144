using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Modifying;
using JasperFx;
using Marten;
using Wolverine;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>
/// Remembers where a job stands between the messages that move it: records what each of them means as events, and sends what is
/// to be done next, in one transaction. What is heavy is done by <see cref="JobSteps"/>, outside of any transaction. Lives as
/// long as the job is listed.
/// </summary>
public sealed class JobSaga : Saga, IRevisioned
{
    public string Id { get; set; } = "";

    public Job Job { get; set; } = new();

    /// <summary>Who asked for the job: with their request as correlation, to which all that it causes goes back.</summary>
    public Origin Asked { get; set; } = Origin.Server;

    /// <summary>The saga of a job as its events have it.</summary>
    /// <param name="asked">Who asked for it.</param>
    internal static JobSaga Of(string id, Origin asked, IEnumerable<Fact> facts) =>
        new() { Id = id, Asked = asked, Job = facts.Aggregate(new Job(), (job, fact) => job.Apply(fact.Event)) };

    public (Decision, OutgoingMessages) Handle(ControlJob command, IDocumentSession session, ArchiveClock clock)
    {
        var decision = command.Decide(Job, clock.Next());
        if (decision.IsRefused(out _, out var facts)) return (decision, []);

        var hadPlace = Job.State == JobState.Running;
        Record(facts, command.Origin, session);
        if (command.Verb == JobVerb.Forget) MarkCompleted();
        return (decision, facts.Count > 0 && !hadPlace ? AfterLeaving(facts) : []);
    }

    public OutgoingMessages Handle(StepDone message, IDocumentSession session, ArchiveClock clock)
    {
        var facts = message.Decide(Job, clock.Next()).Facts;
        if (facts.Count > 0 && message.Outcome is ChunkWorked { Finding: { } finding } chunk)
            session.Store(new JobFinding(JobChunk.IdOf(Id, chunk.Chunk), Id, finding));
        var next = Continue(facts, Job.IsUndoing ? JobStepId.OfUndo(Id, message.Run) : CurrentStep, session);
        if (facts is [{ Event: JobPostponed postponed }]) next.Delay(new RetryJob(Id, Job.Run), postponed.Until - postponed.PostponedAt);
        return next;
    }

    public OutgoingMessages Handle(RetryJob message, IDocumentSession session, ArchiveClock clock) =>
        Continue(message.Decide(Job, clock.Next()).Facts, JobStepId.OfTurn(Id, message.Run), session);

    public OutgoingMessages Handle(LoseJob message, IDocumentSession session, ArchiveClock clock) =>
        Continue(message.Decide(Job, clock.Next()).Facts, JobStepId.OfTurn(Id, Job.Run), session);

    // What comes to a job that is no longer listed comes too late; who asks for something gets no answer.
    public static void NotFound(ControlJob _) { }

    public static void NotFound(StepDone _) { }

    public static void NotFound(RetryJob _) { }

    public static void NotFound(LoseJob _) { }

    /// <summary>Gives the job a place.</summary>
    /// <returns>Its first message.</returns>
    internal object StartRun(IDocumentSession session, DateTimeOffset now)
    {
        Record([Job.Fact(new JobStarted(Id, Job.Run + 1, now))], Ours(JobStepId.OfTurn(Id, Job.Run + 1)), session);
        return NextStep;
    }

    /// <summary>Takes the job off the list. The saga itself is left for the caller to delete.</summary>
    internal void Forget(IDocumentSession session, DateTimeOffset now) =>
        Record([Job.Fact(new JobForgotten(Id, now))], Ours(JobStepId.OfTurn(Id, Job.Run)), session);

    /// <returns>Whether the job had not ended, and has failed now.</returns>
    internal bool LoseOrder(IDocumentSession session, DateTimeOffset now)
    {
        var isFailed = !Job.HasEnded;
        Record([Job.Fact(new JobOrderLost(Id, now))], Ours(JobStepId.OfTurn(Id, Job.Run)), session);
        if (isFailed)
            Record(
                [Job.Fact(new JobFailed(Id, OrthancError.CanceledJob,
                    "The archive was restored without what the job needs to go on; what it had done stays", Job.Runtime, now))],
                Ours(JobStepId.OfTurn(Id, Job.Run)), session);
        return isFailed;
    }

    /// <summary>The message that the job waits for, should it have been lost. Once too often is harmless.</summary>
    /// <exception cref="InvalidOperationException">It waits for none.</exception>
    internal object Awaited() => Job.State switch
    {
        _ when Job.IsUndoing => new AbandonJob(Id, Job.Run),
        JobState.Pending => new ScheduleJobs(),
        JobState.Running => NextStep,
        JobState.Retry => new RetryJob(Id, Job.Run),
        _ => throw new InvalidOperationException($"Job {Id} waits for no message"),
    };

    /// <summary>Who asked for a job, for what a step of it causes.</summary>
    internal static Origin On(Origin asked, string job, string step) =>
        asked with { CorrelationId = asked.CorrelationId ?? job, CausationId = step };

    // What the engine does nobody asked for, but it goes back to the same request.
    private Origin Ours(string step) => On(Origin.Server with { CorrelationId = Asked.CorrelationId }, Id, step);

    private string CurrentStep => Job.NextInstances > 0 ? JobStepId.OfChunk(Id, Job.Run, Job.NextChunk)
        : JobStepId.OfCompletion(Id, Job.Run);

    private object NextStep =>
        Job.IsUndoing ? new AbandonJob(Id, Job.Run)
        : Job.NextInstances > 0 ? new WorkChunk(Id, Job.Run, Job.NextChunk)
        : new CompleteJob(Id, Job.Run);

    private OutgoingMessages Continue(IReadOnlyList<Fact> facts, string step, IDocumentSession session)
    {
        if (facts is []) return [];

        Record(facts, Ours(step), session);
        return Job.State == JobState.Running ? [NextStep] : AfterLeaving(facts);
    }

    // A place is free, or somebody waits for one; and what failed between two steps is undone.
    private OutgoingMessages AfterLeaving(IReadOnlyList<Fact> facts) =>
        facts is [.., { Event: JobUndoStarted }] ? [new AbandonJob(Id, Job.Run), new ScheduleJobs()] : [new ScheduleJobs()];

    private void Record(IReadOnlyList<Fact> facts, Origin origin, IDocumentSession session)
    {
        foreach (var (stream, @event) in facts)
        {
            // What was done to a resource was done by those who asked for the job.
            var by = @event is Deed ? On(Asked, Id, origin.CausationId!) : origin;
            session.Events.Append(stream, EventMetadata.Build(session, @event, by));
            Job = Job.Apply(@event);
            if (@event is JobSucceeded or JobForgotten) RemoveDocuments(session);
            if (@event is JobResubmitted) RemoveWork(session);
        }
    }

    private void RemoveDocuments(IDocumentSession session)
    {
        session.Delete<JobOrder>(Id);
        session.DeleteWhere<JobChunk>(chunk => chunk.JobId == Id);
        RemoveWork(session);
    }

    // What a run has found and noted is none of the next one's business.
    private void RemoveWork(IDocumentSession session)
    {
        session.DeleteWhere<JobFinding>(finding => finding.JobId == Id);
        session.DeleteWhere<JobNote>(note => note.JobId == Id);
    }
}
