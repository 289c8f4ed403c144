using EventDicom.Domain.Modifying;
using static EventDicom.Domain.Tests.Modifying.ModifiedInstance;

namespace EventDicom.Domain.Tests.Modifying;

public sealed class RebuildingMainDicomTags
{
    private static readonly OrthancId s_series = new("series");
    private static readonly OrthancId s_patient = new("patient");
    private static readonly Dictionary<string, string> s_tags = new() { ["0008,0060"] = "CT", ["0008,103e"] = "Old" };

    [Theory]
    [InlineData("""{"Replace":{"SeriesDescription":"New"}}""", ResourceLevel.Study, ResourceLevel.Series, false)] // its series are new
    [InlineData("""{"Replace":{"PatientName":"New"}}""", ResourceLevel.Study, ResourceLevel.Patient, true)]
    [InlineData("""{"Replace":{"StudyDescription":"New"}}""", ResourceLevel.Study, ResourceLevel.Patient, false)]
    [InlineData("""{"Replace":{"StudyDescription":"New"}}""", ResourceLevel.Series, ResourceLevel.Study, true)]
    [InlineData("""{"Replace":{"PatientName":"New"}}""", ResourceLevel.Series, ResourceLevel.Study, true)] // the study has a copy of it
    [InlineData("""{"Remove":["StudyDescription"]}""", ResourceLevel.Series, ResourceLevel.Study, true)]
    [InlineData("""{"Remove":["StudyComments"]}""", ResourceLevel.Series, ResourceLevel.Study, false)]
    [InlineData("""{"Replace":{"SeriesDescription":"New"},"Keep":["SeriesInstanceUID"],"Force":true}""", ResourceLevel.Series,
        ResourceLevel.Series, true)]
    [InlineData("""{"Replace":{"SeriesInstanceUID":"1.2"},"Force":true}""", ResourceLevel.Series, ResourceLevel.Series, true)]
    [InlineData("""{"Replace":{"RequestAttributesSequence[*].PatientID":"x"},"Keep":["SeriesInstanceUID"],"Force":true}""",
        ResourceLevel.Series, ResourceLevel.Series, true)]
    [InlineData("""{"Remove":["RequestAttributesSequence[0].PatientID"],"Keep":["SeriesInstanceUID"],"Force":true}""", ResourceLevel.Series,
        ResourceLevel.Series, true)]
    [InlineData("""{"Remove":["ReferencedImageSequence[0].SeriesDescription"],"Keep":["SeriesInstanceUID"],"Force":true}""",
        ResourceLevel.Series, ResourceLevel.Series, false)]
    public void is_due_where_a_parent_was_there_before_and_one_of_its_tags_was_changed(string request, ResourceLevel modified,
        ResourceLevel parent, bool due) =>
        RebuildMainDicomTags.IsDueAfter(Asked(request, modified), parent, MainDicomTags.Default).ShouldBe(due);

    [Fact]
    public void is_due_where_an_anonymization_keeps_a_parent()
    {
        var kept = AskedAnonymously("""{"Keep":["StudyInstanceUID"],"Force":true}""");

        RebuildMainDicomTags.IsDueAfter(kept, ResourceLevel.Study, MainDicomTags.Default).ShouldBeTrue();
        RebuildMainDicomTags.IsDueAfter(kept, ResourceLevel.Series, MainDicomTags.Default).ShouldBeFalse();
    }

    [Fact]
    public void records_what_was_read_when_it_differs()
    {
        foreach (var read in (Dictionary<string, string>[])[new(s_tags) { ["0008,103e"] = "New" }, new(s_tags) { ["0018,0015"] = "CHEST" },
            new() { ["0008,0060"] = "CT" }])
        {
            var (stream, @event) = new RebuildMainDicomTags(ResourceLevel.Series, s_series, new(read))
                .Decide(s_patient, new(s_tags), DateTimeOffset.UnixEpoch).ShouldHaveSingleItem();

            stream.ShouldBe("series");
            @event.ShouldBe(new MainDicomTagsRebuilt(ResourceLevel.Series, s_series, s_patient, read, DateTimeOffset.UnixEpoch));
        }
    }

    [Fact]
    public void records_nothing_when_it_is_the_same() =>
        new RebuildMainDicomTags(ResourceLevel.Series, s_series, new(new Dictionary<string, string>(s_tags)))
        .Decide(s_patient, new(s_tags), DateTimeOffset.UnixEpoch).ShouldBeEmpty();

    [Fact]
    public void records_a_study_whose_copy_of_the_patient_differs()
    {
        var (read, shown) = (new Dictionary<string, string> { ["0010,0010"] = "New" },
            new Dictionary<string, string> { ["0010,0010"] = "Old" });
        var rebuild = new RebuildMainDicomTags(ResourceLevel.Study, s_series, new(s_tags, read));

        rebuild.Decide(s_patient, new(s_tags, read), DateTimeOffset.UnixEpoch).ShouldBeEmpty();
        ((MainDicomTagsRebuilt)rebuild.Decide(s_patient, new(s_tags, shown), DateTimeOffset.UnixEpoch).Single().Event)
            .PatientMainDicomTags.ShouldBe(read);
    }
}
