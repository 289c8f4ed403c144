using EventDicom.Domain.Labels;

namespace EventDicom.Domain.Tests.Labels;

public sealed class LabellingAResource
{
    private static readonly OrthancId s_study = new("study");
    private static readonly OrthancId s_patient = new("patient");
    private static readonly DateTimeOffset s_noon = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData("to_review-2", true)]
    [InlineData("A", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("größe", false)]
    [InlineData("a/b", false)]
    public void takes_letters_digits_underscores_and_hyphens(string label, bool allowed) => LabelResource.IsLabel(label).ShouldBe(allowed);

    [Fact]
    public void takes_64_characters_and_no_more()
    {
        LabelResource.IsLabel(new('x', 64)).ShouldBeTrue();
        LabelResource.IsLabel(new('x', 65)).ShouldBeFalse();
    }

    [Fact]
    public void records_a_label_once()
    {
        var command = new LabelResource(ResourceLevel.Study, s_study, "urgent", Present: true, Origin.Server);

        command.Decide(s_patient, ["other"], s_noon)
            .ShouldBe([new("study", new LabelAdded(ResourceLevel.Study, s_study, s_patient, "urgent", s_noon))]);
        command.Decide(s_patient, ["other", "urgent"], s_noon).ShouldBeEmpty();
    }

    [Fact]
    public void takes_off_only_what_is_there()
    {
        var command = new LabelResource(ResourceLevel.Study, s_study, "urgent", Present: false, Origin.Server);

        command.Decide(s_patient, ["urgent"], s_noon)
            .ShouldBe([new("study", new LabelRemoved(ResourceLevel.Study, s_study, s_patient, "urgent", s_noon))]);
        command.Decide(s_patient, [], s_noon).ShouldBeEmpty();
    }
}
