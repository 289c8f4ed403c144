using EventDicom.Domain.Committing;
using EventDicom.Domain.Errors;
using static EventDicom.Domain.Tests.Committing.Commitments;

namespace EventDicom.Domain.Tests.Committing;

public sealed class RequestingCommitment
{
    [Fact]
    public void is_recorded_in_the_stream_of_the_transaction()
    {
        var fact = Request(One, Other).Decide(null, Noon).Facts.ShouldHaveSingleItem();

        fact.Stream.ShouldBe("commitment:2.25.1");
        var requested = fact.Event.ShouldBeOfType<CommitmentRequested>();
        (requested.TransactionUid, requested.Modality, requested.RemoteAet, requested.RequestedAt).ShouldBe((Uid, "pacs", "PACS", Noon));
        requested.Instances.ShouldBe([One, Other]);
    }

    [Fact]
    public void twice_under_one_UID_changes_nothing() => Request(One).Decide(Asked, Noon).Facts.ShouldBeEmpty();

    [Fact]
    public void needs_an_instance() => Request().Decide(null, Noon).Refused!.Error.ShouldBe(OrthancError.BadFileFormat);

    [Theory]
    [InlineData("")]
    [InlineData("1.2 3")]
    [InlineData("1.2\\3")]
    [InlineData("1.2\0")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void needs_UIDs_that_can_be_sent(string uid)
    {
        Request(One with { SopInstanceUid = uid }).Decide(null, Noon).Refused!.Error.ShouldBe(OrthancError.BadFileFormat);
        Request(One with { SopClassUid = uid }).Decide(null, Noon).Refused!.Error.ShouldBe(OrthancError.BadFileFormat);
    }

    [Theory]
    [InlineData(ReferencedInstance.Most, false)]
    [InlineData(ReferencedInstance.Most + 1, true)]
    public void is_for_so_many_instances_at_most(int count, bool isRefused) =>
        (Request([.. Enumerable.Range(0, count).Select(number => One with { SopInstanceUid = $"1.{number}" })]).Decide(null, Noon)
            .Refused?.Error == OrthancError.ParameterOutOfRange).ShouldBe(isRefused);

    [Fact]
    public void that_the_modality_does_not_take_is_none()
    {
        var refusal = new RefuseCommitment(Uid, new(OrthancError.NetworkProtocol, "Nobody is there"), Origin.Server);

        refusal.Decide(Asked, Noon).Facts.ShouldHaveSingleItem()
            .ShouldBe(new("commitment:2.25.1", new CommitmentRefused(Uid, OrthancError.NetworkProtocol, "Nobody is there", Noon)));
        // The response was lost, but not the report.
        refusal.Decide(Asked with { NotCommitted = [] }, Noon).Facts.ShouldBeEmpty();
        refusal.Decide(null, Noon).Facts.ShouldBeEmpty();
    }
}
