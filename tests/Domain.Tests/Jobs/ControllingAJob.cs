using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Controlling;
using static EventDicom.Domain.Tests.Jobs.Jobs;

namespace EventDicom.Domain.Tests.Jobs;

/// <summary>The table of states and actions, walked in full.</summary>
public sealed class ControllingAJob
{
    private const string Refused = "refused", Ignored = "no effect", Flagged = "at the end of the step";

    [Theory]
    [InlineData(JobState.Pending, nameof(JobState.Paused))]
    [InlineData(JobState.Running, Flagged)]
    [InlineData(JobState.Retry, nameof(JobState.Paused))]
    [InlineData(JobState.Paused, Ignored)]
    [InlineData(JobState.Success, Ignored)]
    [InlineData(JobState.Failure, Ignored)]
    public void pausing_it(JobState state, string outcome) => Outcome(state, Asked(JobVerb.Pause)).ShouldBe(outcome);

    [Theory]
    [InlineData(JobState.Pending, Refused)]
    [InlineData(JobState.Running, Refused)]
    [InlineData(JobState.Retry, Refused)]
    [InlineData(JobState.Paused, nameof(JobState.Pending))]
    [InlineData(JobState.Success, Refused)]
    [InlineData(JobState.Failure, Refused)]
    public void resuming_it(JobState state, string outcome) => Outcome(state, Asked(JobVerb.Resume)).ShouldBe(outcome);

    [Theory]
    [InlineData(JobState.Pending, nameof(JobState.Failure))]
    [InlineData(JobState.Running, Flagged)]
    [InlineData(JobState.Retry, nameof(JobState.Failure))]
    [InlineData(JobState.Paused, nameof(JobState.Failure))]
    [InlineData(JobState.Success, Ignored)]
    [InlineData(JobState.Failure, Ignored)]
    public void cancelling_it(JobState state, string outcome)
    {
        var command = Asked(JobVerb.Cancel);
        Outcome(state, command).ShouldBe(outcome);
        if (outcome == nameof(JobState.Failure)) In(state).After(command.Decide(In(state), Noon)).Error.ShouldBe(OrthancError.CanceledJob);
    }

    [Theory]
    [InlineData(JobState.Pending, Refused)]
    [InlineData(JobState.Running, Refused)]
    [InlineData(JobState.Retry, Refused)]
    [InlineData(JobState.Paused, Refused)]
    [InlineData(JobState.Success, Refused)]
    [InlineData(JobState.Failure, nameof(JobState.Pending))]
    public void resubmitting_it(JobState state, string outcome) => Outcome(state, Asked(JobVerb.Resubmit)).ShouldBe(outcome);

    [Theory]
    [InlineData(JobState.Pending, Refused)]
    [InlineData(JobState.Running, Refused)]
    [InlineData(JobState.Retry, Refused)]
    [InlineData(JobState.Paused, Refused)]
    [InlineData(JobState.Success, nameof(JobForgotten))]
    [InlineData(JobState.Failure, nameof(JobForgotten))]
    public void forgetting_it(JobState state, string outcome) => Outcome(state, Asked(JobVerb.Forget)).ShouldBe(outcome);

    [Fact]
    public void twice_asks_once()
    {
        var running = In(JobState.Running);
        foreach (var command in (ControlJob[])[Asked(JobVerb.Pause), Asked(JobVerb.Cancel)])
            command.Decide(running.After(command.Decide(running, Noon)), Noon).Events().ShouldBeEmpty();
    }

    [Fact]
    public void resubmitting_starts_from_the_beginning_and_shows_the_old_error_until_then()
    {
        var failed = Given(Submitted(), Started(), Advanced(), Failed());

        var again = failed.After(Asked(JobVerb.Resubmit).Decide(failed, Noon));

        again.Handled.ShouldBe(0);
        again.Runtime.ShouldBe(0);
        again.Error.ShouldBe(OrthancError.BadFileFormat);
    }

    [Fact]
    public void resubmitting_says_why_where_jobs_of_its_kind_never_start_over()
    {
        var never = Asked(JobVerb.Resubmit) with { CanStartOver = false };

        never.Decide(In(JobState.Failure), Noon)
            .Refused.ShouldBe(new(OrthancError.BadSequenceOfCalls, "Jobs of this type cannot start over"));
        never.Decide(In(JobState.Success), Noon).Refused!.Error.ShouldBe(OrthancError.BadRequest);
    }

    [Fact]
    public void resuming_goes_on_where_it_stopped()
    {
        var paused = Given(Submitted(), Started(), Advanced(), new JobPaused(Id, Noon));

        paused.After(Asked(JobVerb.Resume).Decide(paused, Noon)).NextChunk.ShouldBe(1);
    }

    [Theory]
    [InlineData(JobState.Pending)]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Retry)]
    [InlineData(JobState.Paused)]
    public void losing_it_at_a_start_that_saves_no_jobs_fails_it(JobState state) =>
        new LoseJob(Id).Decide(In(state), Noon).Events()[0].ShouldBeOfType<JobFailed>().Error.ShouldBe(OrthancError.CanceledJob);

    [Theory]
    [InlineData(JobState.Success)]
    [InlineData(JobState.Failure)]
    public void losing_it_leaves_what_has_ended(JobState state) => new LoseJob(Id).Decide(In(state), Noon).Events().ShouldBeEmpty();

    private static string Outcome(JobState state, ControlJob command)
    {
        var job = In(state);
        job.State.ShouldBe(state);
        if (command.Decide(job, Noon).IsRefused(out _, out var facts)) return Refused;
        if (facts is []) return Ignored;
        facts.ShouldAllBe(fact => fact.Stream == $"job:{Id}");
        var after = job.After(command.Decide(job, Noon));
        return after.State != state ? after.State.ToString() : after.IsPauseRequested || after.IsCancelRequested
            ? Flagged : facts[0].Event.GetType().Name;
    }
}
