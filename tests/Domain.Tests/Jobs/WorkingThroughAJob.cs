using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using static EventDicom.Domain.Tests.Jobs.Jobs;

namespace EventDicom.Domain.Tests.Jobs;

public sealed class WorkingThroughAJob
{
    private static readonly JobPauseRequested s_pause = new(Id, Noon);
    private static readonly JobCancelRequested s_cancel = new(Id, Noon);

    private static StepDone Worked(int chunk) => Done(new ChunkWorked(chunk, [], null), 0.5);

    [Fact]
    public void advances_chunk_by_chunk_and_adds_up_its_time()
    {
        var job = Given(Submitted(), Started());

        var first = job.After(Worked(0).Decide(job, Noon));
        (first.Handled, first.NextChunk, first.NextInstances, first.Runtime).ShouldBe((64, 1, 36, 0.5));

        var second = first.After(Worked(1).Decide(first, Noon));
        (second.Handled, second.NextChunk, second.NextInstances, second.Runtime).ShouldBe((100, 2, 0, 1.0));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(128, 2)]
    public void has_no_empty_chunk_at_its_end(int instances, int chunks)
    {
        var job = Given(Submitted(instances: instances), Started());
        for (var chunk = 0; chunk < chunks; chunk++) job = job.After(Worked(chunk).Decide(job, Noon));

        job.NextInstances.ShouldBe(0);
        Worked(chunks).Decide(job, Noon).Events().ShouldBeEmpty();
    }

    [Fact]
    public void hears_of_a_repeated_chunk_once() =>
        Worked(0).Decide(Given(Submitted(), Started(), Advanced()), Noon).Events().ShouldBeEmpty();

    [Fact]
    public void does_not_listen_to_a_step_of_an_earlier_run()
    {
        var job = Given(Submitted(), Started(), new JobPaused(Id, Noon), new JobResumed(Id, Noon), Started(2));

        Worked(0).Decide(job, Noon).Events().ShouldBeEmpty();
        Done(new StepFailed(OrthancError.BadFileFormat, ""), 1).Decide(job, Noon).Events().ShouldBeEmpty();
        Done(new StepPostponed(OrthancError.InternalError, ""), 1).Decide(job, Noon).Events().ShouldBeEmpty();
        Done(new JobCompletion(Nothing, []), 1).Decide(job, Noon).Events().ShouldBeEmpty();
    }

    [Fact]
    public void pauses_at_the_end_of_the_step() =>
        Worked(0).Decide(Given(Submitted(), Started(), s_pause), Noon).Events().Select(@event => @event.GetType())
        .ShouldBe([typeof(JobAdvanced), typeof(JobPaused)]);

    [Fact]
    public void is_cancelled_rather_than_paused_and_runs_until_all_is_undone()
    {
        var job = Given(Submitted(), Started(), s_pause, s_cancel);

        var after = job.After(Worked(0).Decide(job, Noon));

        (after.State, after.IsCancelRequested, after.IsUndoing).ShouldBe((JobState.Running, true, true));
        after.Failing.ShouldBe(new(OrthancError.CanceledJob, ""));
    }

    [Fact]
    public void fails_with_its_own_error_when_that_comes_before_the_wish_to_cancel_is_seen() =>
        Done(new StepFailed(OrthancError.BadFileFormat, "Instance x: bad"), 1)
        .Decide(Given(Submitted(), Started(), s_cancel), Noon).Events()
            .ShouldHaveSingleItem().ShouldBe(new JobUndoStarted(Id, OrthancError.BadFileFormat, "Instance x: bad", 1, Noon));

    [Fact]
    public void succeeds_when_what_was_wanted_comes_during_its_last_step() =>
        Done(new JobCompletion(Nothing, []), 1).Decide(Given(Submitted(), Started(), Advanced(64), Advanced(100), s_cancel), Noon).Events()
            .ShouldHaveSingleItem().ShouldBeOfType<JobSucceeded>().Runtime.ShouldBe(2);

    [Fact]
    public void puts_a_step_off_longer_each_time()
    {
        var job = Given(Submitted(), Started());
        var pauses = new List<double>();
        for (var run = 1; run <= StepPostponed.MostPostponements; run++)
        {
            var postponed = Done(new StepPostponed(OrthancError.InternalError, ""), 0, run).Decide(job, Noon).Events()
                .ShouldHaveSingleItem().ShouldBeOfType<JobPostponed>();
            pauses.Add((postponed.Until - Noon).TotalSeconds);
            job = job.Apply(postponed);
            job = job.After(new RetryJob(Id, run).Decide(job, Noon)).Apply(Started(run + 1));
        }

        pauses.ShouldBe([1, 2, 4, 8, 16]);
        Done(new StepPostponed(OrthancError.InternalError, ""), 0, job.Run).Decide(job, Noon).Events()
            .ShouldHaveSingleItem("it has been put off often enough").ShouldBeOfType<JobUndoStarted>();
        job.Apply(Advanced()).Postponements.ShouldBe(0);
    }

    [Fact]
    public void rests_when_a_step_is_put_off_and_a_pause_was_wanted()
    {
        var job = Given(Submitted(), Started(), s_pause);

        job.After(Done(new StepPostponed(OrthancError.InternalError, ""), 0).Decide(job, Noon)).State.ShouldBe(JobState.Paused);
    }

    [Fact]
    public void is_not_retried_once_it_was_paused() =>
        new RetryJob(Id, 1).Decide(Given(Submitted(), Started(), Postponed(), new JobPaused(Id, Noon)), Noon).Events().ShouldBeEmpty();
}
