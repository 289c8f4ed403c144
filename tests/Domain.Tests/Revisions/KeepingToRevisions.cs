using EventDicom.Domain.Revisions;

namespace EventDicom.Domain.Tests.Revisions;

public sealed class KeepingToRevisions
{
    private const string Md5 = "d41d8cd98f00b204e9800998ecf8427e";

    [Theory]
    [InlineData("\"3-d41d8cd98f00b204e9800998ecf8427e\"", 3L, Md5)]
    [InlineData(" 3-d41d8cd98f00b204e9800998ecf8427e ", 3L, Md5)]
    [InlineData("0-x-y", 0L, "x-y")]
    public void reads_a_revision_with_or_without_quotes(string text, long number, string md5) =>
        Revision.TryParse(text).ShouldBe(new(number, md5));

    [Theory]
    [InlineData("aaa")]
    [InlineData("\"aaa-bbb\"")]
    [InlineData("-1-x")]
    [InlineData("")]
    public void tells_what_is_no_revision(string text) => Revision.TryParse(text).ShouldBeNull();

    // What there is, what the client names, and what becomes of setting and of removing.
    [Theory]
    [InlineData(false, null, null, ChangeStatus.Changed, ChangeStatus.Absent)]
    [InlineData(false, null, 5L, ChangeStatus.Changed, ChangeStatus.Absent)]
    [InlineData(false, 2L, null, ChangeStatus.Changed, ChangeStatus.Changed)]
    [InlineData(false, 2L, 2L, ChangeStatus.Changed, ChangeStatus.Changed)]
    [InlineData(false, 2L, 1L, ChangeStatus.OtherRevision, ChangeStatus.OtherRevision)]
    [InlineData(true, null, null, ChangeStatus.Changed, ChangeStatus.RevisionNeeded)]
    [InlineData(true, null, 5L, ChangeStatus.Changed, ChangeStatus.Absent)]
    [InlineData(true, 2L, null, ChangeStatus.RevisionNeeded, ChangeStatus.RevisionNeeded)]
    [InlineData(true, 2L, 2L, ChangeStatus.Changed, ChangeStatus.Changed)]
    [InlineData(true, 2L, 1L, ChangeStatus.OtherRevision, ChangeStatus.OtherRevision)]
    public void lets_nobody_overwrite_what_another_has_changed(bool demanded, long? current, long? named, ChangeStatus setting,
        ChangeStatus removing)
    {
        var rule = new RevisionRule(demanded);

        rule.JudgeSetting(Of(current), Of(named)).ShouldBe(setting);
        rule.JudgeRemoving(Of(current), Of(named)).ShouldBe(removing);
    }

    [Fact]
    public void compares_the_content_too() =>
        new RevisionRule(true).JudgeSetting(new Revision(0, Md5), new Revision(0, "other")).ShouldBe(ChangeStatus.OtherRevision);

    [Fact]
    public void counts_from_nothing_on()
    {
        RevisionRule.Next(null).ShouldBe(0);
        RevisionRule.Next(new(0, Md5)).ShouldBe(1);
    }

    private static Revision? Of(long? number) => number is { } there ? new(there, Md5) : null;
}
