using EventDicom.Projections.Changes;

namespace EventDicom.Projections.Tests.Changes;

public sealed class SettlingEvents
{
    private readonly SettledEvents _settled = new();

    [Fact]
    public void goes_as_far_as_no_number_is_missing_whoever_is_under_way() =>
        UpTo(position: 3, given: 9, ["slow"], 4, 5, 6).ShouldBe(6);

    [Fact]
    public void stops_at_a_number_that_may_still_come()
    {
        UpTo(position: 3, given: 9, ["slow"], 4, 6, 7).ShouldBe(4);
        UpTo(position: 4, given: 12, ["slow", "later"], 6, 7, 10).ShouldBe(4);
        UpTo(position: 4, given: 12, ["slow"], 5, 6, 7, 10, 11, 12).ShouldBe(7);
    }

    [Fact]
    public void passes_a_missing_number_over_as_soon_as_nobody_is_under_way() =>
        UpTo(position: 3, given: 9, [], 4, 6, 7).ShouldBe(9);

    [Fact]
    public void passes_it_over_though_others_have_begun_since()
    {
        UpTo(position: 3, given: 9, ["slow"], 4, 6, 7).ShouldBe(4);
        UpTo(position: 4, given: 20, ["others"], 6, 7, 11, 12).ShouldBe(9);
    }

    [Fact]
    public void does_not_pass_over_what_was_given_out_later()
    {
        UpTo(position: 3, given: 9, ["slow"], 4, 6, 7).ShouldBe(4);
        UpTo(position: 4, given: 20, ["others"], 6, 7, 11, 12).ShouldBe(9);
        UpTo(position: 9, given: 25, ["others"], 11, 12).ShouldBe(9);
        UpTo(position: 9, given: 30, ["third"], 11, 12, 21).ShouldBe(20); // what had been given out when it began to wait for the others
    }

    [Fact]
    public void does_not_take_a_number_that_was_committed_after_it_had_asked_who_is_under_way() =>
        UpTo(position: 3, given: 4, [], 4, 6).ShouldBe(4);

    [Fact]
    public void does_not_go_beyond_a_page_of_which_it_does_not_know_what_follows() =>
        _settled.UpTo(3, 9, new HashSet<string>(), [4, 6], isPage: true).ShouldBe(6);

    private long UpTo(long position, long given, string[] takers, params long[] numbers) =>
        _settled.UpTo(position, given, takers.ToHashSet(), numbers, isPage: false);
}
