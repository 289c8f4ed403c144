using EventDicom.Domain.Modifying;
using EventDicom.Domain.Reconstructing;

namespace EventDicom.Domain.Tests.Reconstructing;

public sealed class FillingMainTags
{
    private static readonly OrthancId s_study = OrthancId.OfStudy("P", "1"), s_patient = OrthancId.OfPatient("P");
    private static readonly DateTimeOffset s_now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private const string List = "0008,0020;0008,0201;0010,4000";

    private static ShownTags Read =>
        new(Tags(("0008,0020", "20990101"), ("0010,4000", "new")), Tags(("0010,0010", "other"), ("0010,2160", "human")), List,
            """{"0008,1032":{"Value":[]}}""");

    [Fact]
    public void adds_what_was_no_main_tag_and_leaves_the_rest()
    {
        var fact = Filled(new(Tags(("0008,0020", "20200101")), Tags(("0010,0010", "first"))));
        Sorted(fact.MainDicomTags).ShouldBe(["0008,0020=20200101", "0010,4000=new"]);
        Sorted(fact.PatientMainDicomTags!).ShouldBe(["0010,0010=first", "0010,2160=human"]);
        (fact.MainDicomTagsSignature, fact.MainDicomSequences).ShouldBe((List, """{"0008,1032":{"Value":[]}}"""));
    }

    [Fact]
    public void does_not_add_what_the_first_instance_had_not() => Filled(new(Tags(), Tags())).MainDicomTags.Keys.ShouldBe(["0010,4000"]);

    [Fact]
    public void adds_sequences_to_those_that_there_are() =>
        Filled(new(Tags(), Tags(), null, """{"0040,0275":{"Value":[1]}}"""))
        .MainDicomSequences.ShouldBe("""{"0040,0275":{"Value":[1]},"0008,1032":{"Value":[]}}""");

    [Fact]
    public void says_nothing_twice()
    {
        var fact = Filled(new(Tags(("0008,0020", "20200101")), Tags()));
        new FillMainDicomTags(ResourceLevel.Study, s_study, Read)
            .Decide(s_patient, new(fact.MainDicomTags, fact.PatientMainDicomTags, fact.MainDicomTagsSignature, fact.MainDicomSequences),
                s_now).ShouldBeEmpty();
    }

    private static MainDicomTagsRebuilt Filled(ShownTags shown) =>
        (MainDicomTagsRebuilt)new FillMainDicomTags(ResourceLevel.Study, s_study, Read).Decide(s_patient, shown, s_now)
        .ShouldHaveSingleItem().Event;

    private static IEnumerable<string> Sorted(IReadOnlyDictionary<string, string> tags) =>
        tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Tags(params (string Tag, string Value)[] tags) =>
        tags.ToDictionary(tag => tag.Tag, tag => tag.Value);
}
