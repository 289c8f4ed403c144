using EventDicom.Domain.Committing;
using EventDicom.Domain.Errors;
using static EventDicom.Domain.Tests.Committing.Commitments;

namespace EventDicom.Domain.Tests.Committing;

public sealed class ReportingCommitment
{
    [Fact]
    public void of_everything_is_a_success()
    {
        var reported = Reported(Report([Other, One]));

        reported.NotCommitted.ShouldBeEmpty();
        (reported.TransactionUid, reported.RemoteAet, reported.ReportedAt).ShouldBe((Uid, "PACS", Noon));
    }

    [Fact]
    public void says_what_is_not_safe_and_why() => Reported(Report([One], Not(Other))).NotCommitted.ShouldBe([Not(Other)]);

    [Fact]
    public void leaves_in_doubt_what_it_does_not_mention() =>
        Reported(Report([One])).NotCommitted.ShouldBe([Not(Other, FailureReason.ProcessingFailure)]);

    [Fact]
    public void does_not_commit_to_what_it_names_on_both_sides() =>
        Reported(Report([One, Other], Not(Other))).NotCommitted.ShouldBe([Not(Other)]);

    [Fact]
    public void again_changes_nothing()
    {
        Report([Other, One]).Decide(Asked with { NotCommitted = [] }, Noon).Facts.ShouldBeEmpty();
        Report([One], Not(Other)).Decide(Asked with { NotCommitted = [Not(Other)] }, Noon).Facts.ShouldBeEmpty();
    }

    [Fact]
    public void otherwise_counts_from_then_on() =>
        Report([One], Not(Other)).Decide(Asked with { NotCommitted = [] }, Noon).Facts.ShouldHaveSingleItem();

    [Fact]
    public void of_an_unknown_transaction_is_refused() =>
        Report([One]).Decide(null, Noon).Refused!.Error.ShouldBe(OrthancError.InexistentItem);

    [Fact]
    public void of_what_was_not_asked_for_is_refused()
    {
        Report([One, Other, Stranger]).Decide(Asked, Noon).Refused!.Error.ShouldBe(OrthancError.BadRequest);
        Report([One, Other], Not(Stranger)).Decide(Asked, Noon).Refused!.Error.ShouldBe(OrthancError.BadRequest);
    }

    [Fact]
    public void decides_what_may_be_removed()
    {
        (Asked with { NotCommitted = [] }).Removable().Value.ShouldBe([One, Other]);
        foreach (var unsafely in (Commitment[])[Asked, Asked with { NotCommitted = [Not(Other)] }])
            unsafely.Removable().Refused!.Error.ShouldBe(OrthancError.BadSequenceOfCalls);
        Asked.Committed.ShouldBeEmpty();
        (Asked with { NotCommitted = [Not(Other)] }).Committed.ShouldBe([One]);
    }

    private static CommitmentReported Reported(ReportCommitment report) =>
        report.Decide(Asked, Noon).Facts.ShouldHaveSingleItem().Event.ShouldBeOfType<CommitmentReported>();
}
