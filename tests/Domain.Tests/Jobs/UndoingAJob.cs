using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modifying;
using static EventDicom.Domain.Tests.Jobs.Jobs;

namespace EventDicom.Domain.Tests.Jobs;

/// <summary>A job that fails undoes what it did first, and each of the two is recorded.</summary>
public sealed class UndoingAJob
{
    private static readonly JobUndoStarted s_undo = new(Id, OrthancError.BadFileFormat, "bad", 2, Noon);

    private static readonly Job s_failing = Given(Submitted(), Started(), s_undo);

    [Fact]
    public void begins_when_a_step_fails() =>
        Done(new StepFailed(OrthancError.BadFileFormat, "bad"), 2).Decide(Given(Submitted(), Started()), Noon).Events().ShouldBe([s_undo]);

    [Fact]
    public void begins_when_a_step_is_postponed_that_nobody_wants_any_more() =>
        Done(new StepPostponed(OrthancError.DatabaseUnavailable, "away"), 2)
        .Decide(Given(Submitted(), Started(), new JobCancelRequested(Id, Noon)), Noon).Events()
            .ShouldBe([new JobUndoStarted(Id, OrthancError.CanceledJob, "", 2, Noon)]);

    [Fact]
    public void keeps_the_place_and_the_first_reason_until_it_is_done()
    {
        (s_failing.State, s_failing.IsUndoing, s_failing.Failing)
            .ShouldBe((JobState.Running, true, new JobFailure(OrthancError.BadFileFormat, "bad")));

        Done(new StepFailed(OrthancError.InternalError, "worse"), 1).Decide(s_failing, Noon).Events().ShouldBeEmpty();
        Done(new StepPostponed(OrthancError.InternalError, "worse"), 1).Decide(s_failing, Noon).Events().ShouldBeEmpty();
        Done(new ChunkWorked(0, [], null), 1).Decide(s_failing, Noon).Events().ShouldBeEmpty();
        Done(new JobCompletion(Nothing, []), 1).Decide(Given(Submitted(instances: 0), Started(), s_undo), Noon).Events().ShouldBeEmpty();
    }

    [Fact]
    public void ends_with_the_failure_of_the_job()
    {
        var decision = Done(new UndoCompletion(), 3).Decide(s_failing, Noon);

        decision.Events().ShouldBe([new JobUndone(Id, 5, Noon), new JobFailed(Id, OrthancError.BadFileFormat, "bad", 5, Noon)]);
        var after = s_failing.After(decision);
        (after.State, after.IsUndoing, after.Failing, after.Runtime).ShouldBe((JobState.Failure, false, null, 5));
        Done(new UndoCompletion(), 3).Decide(after, Noon).Events().ShouldBeEmpty("it is done");
    }

    [Fact]
    public void does_not_end_with_a_step_of_an_earlier_run() =>
        Done(new UndoCompletion(), 3, run: 0).Decide(s_failing, Noon).Events().ShouldBeEmpty();

    [Fact]
    public void begins_after_the_failure_of_a_job_that_waits()
    {
        var waiting = Given(Submitted(), Started(), Advanced(), new JobPaused(Id, Noon));

        var decision = Asked(JobVerb.Cancel).Decide(waiting, Noon);

        decision.Events()
            .ShouldBe([new JobFailed(Id, OrthancError.CanceledJob, "", 1, Noon),
                new JobUndoStarted(Id, OrthancError.CanceledJob, "", 1, Noon)]);
        var failed = waiting.After(decision);
        (failed.State, failed.IsUndoing, failed.Failing).ShouldBe((JobState.Failure, true, null));
        Asked(JobVerb.Forget).Decide(failed, Noon).Refused.ShouldNotBeNull();
        Done(new UndoCompletion(), 3).Decide(failed, Noon).Events().ShouldBe([new JobUndone(Id, 4, Noon)]);
    }

    [Fact]
    public void is_not_for_a_job_that_never_ran() =>
        Asked(JobVerb.Cancel).Decide(In(JobState.Pending), Noon).Events().ShouldHaveSingleItem().ShouldBeOfType<JobFailed>();

    [Fact]
    public void cannot_be_where_the_order_is_lost()
    {
        var lost = s_failing.Apply(new JobOrderLost(Id, Noon)).Apply(Failed(OrthancError.CanceledJob));

        (lost.IsUndoing, lost.Failing, lost.IsOrderLost).ShouldBe((false, null, true));
        Asked(JobVerb.Resubmit).Decide(lost, Noon).Refused.ShouldNotBeNull();
        Asked(JobVerb.Forget).Decide(lost, Noon).Refused.ShouldBeNull();
    }

    [Fact]
    public void records_deeds_with_the_success_and_in_the_streams_of_the_resources()
    {
        var split = new StudySplit(new("s"), new("p"), Id, new("t"), [], new([], [], [], false), new(true, false, null), Noon);
        var completion = Done(new JobCompletion(Nothing, [], [split]), 1);

        completion.Decide(Given(Submitted(instances: 0), Started()), Noon).Facts
            .Select(fact => (fact.Stream, fact.Event.GetType())).ShouldBe([("s", typeof(StudySplit)), ($"job:{Id}", typeof(JobSucceeded))]);
        completion.Decide(Given(Submitted(instances: 0), Started(), Succeeded()), Noon).Events().ShouldBeEmpty("it has been recorded");
    }
}
