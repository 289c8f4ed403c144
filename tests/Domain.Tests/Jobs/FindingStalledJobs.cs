using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Jobs.Watching;
using static EventDicom.Domain.Tests.Jobs.Jobs;

namespace EventDicom.Domain.Tests.Jobs;

public sealed class FindingStalledJobs
{
    private readonly StalledJobs _stalled = new(TimeSpan.FromSeconds(15));

    [Fact]
    public void names_a_job_once_it_has_not_changed_for_as_long_as_the_patience_lasts()
    {
        IsStalled(JobState.Running, at: 100).ShouldBeFalse();
        IsStalled(JobState.Running, at: 114).ShouldBeFalse();
        IsStalled(JobState.Running, at: 115).ShouldBeTrue();
    }

    [Fact]
    public void waits_anew_when_the_job_has_changed()
    {
        IsStalled(JobState.Running, at: 0, version: 1).ShouldBeFalse();
        IsStalled(JobState.Running, at: 15, version: 2).ShouldBeFalse();
        IsStalled(JobState.Running, at: 30, version: 2).ShouldBeTrue();
    }

    [Fact]
    public void waits_from_the_end_of_a_step_that_was_at_hand()
    {
        IsStalled(JobState.Running, at: 0).ShouldBeFalse();
        IsStalled(JobState.Running, at: 60, atHand: true).ShouldBeFalse();
        IsStalled(JobState.Running, at: 74).ShouldBeFalse();
        IsStalled(JobState.Running, at: 75).ShouldBeTrue();
    }

    [Fact]
    public void gives_a_job_that_is_to_be_tried_again_the_time_that_it_may_wait()
    {
        IsStalled(JobState.Retry, at: 0).ShouldBeFalse();
        IsStalled(JobState.Retry, at: 30).ShouldBeFalse();
        IsStalled(JobState.Retry, at: 31).ShouldBeTrue();
    }

    [Fact]
    public void names_a_job_that_goes_on_standing_still_ever_more_seldom_but_for_ever()
    {
        var named = Enumerable.Range(0, 3000).Where(second => IsStalled(JobState.Running, at: second)).ToList();

        named.ShouldBe([15, 45, 105, 225, 465, 945, 1425, 1905, 2385, 2865]);
    }

    [Fact]
    public void forgets_a_job_that_waited_for_nothing_meanwhile()
    {
        IsStalled(JobState.Pending, at: 0).ShouldBeFalse();
        _stalled.Look([], _ => false, TimeSpan.FromSeconds(10)).ShouldBeEmpty();
        IsStalled(JobState.Pending, at: 15).ShouldBeFalse();
    }

    private bool IsStalled(JobState state, int at, int version = 1, bool atHand = false) =>
        _stalled.Look([new JobSaga { Id = Id, Job = In(state), Version = version }], _ => atHand, TimeSpan.FromSeconds(at)).Count == 1;
}
