using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;

namespace EventDicom.Domain.Tests.Modifying;

/// <summary>What a job says of the resources that it made new instances of.</summary>
public sealed class SummingUpDeeds
{
    private static readonly Lineage s_from = new(new("s1"), new("t1"), new("p1"));
    private static readonly Lineage s_into = new(new("s2"), new("t2"), new("p2"));

    [Fact]
    public void counts_over_all_chunks_what_went_where()
    {
        RewrittenChunk[] chunks = [Chunk(s_from, s_into, 0, 64), Chunk(s_from, s_into, 64, 6),
            Chunk(s_from with { SeriesId = new("s3") }, s_into with { SeriesId = new("s4") }, 70, 1)];

        var source = RewrittenSources.At(ResourceLevel.Study, chunks).ShouldHaveSingleItem();

        (source.Id, source.PatientId).ShouldBe((s_from.StudyId, s_from.PatientId));
        source.Results.ShouldBe([s_into.StudyId]);
        source.Series.ShouldBe([new(new("s1"), new("s2"), new("t2"), 70), new(new("s3"), new("s4"), new("t2"), 1)]);
    }

    [Theory]
    [InlineData(ResourceLevel.Patient, "p1", "p2")]
    [InlineData(ResourceLevel.Study, "t1", "t2")]
    [InlineData(ResourceLevel.Series, "s1", "s2")]
    [InlineData(ResourceLevel.Instance, "0", "r0")]
    public void names_source_and_result_at_the_level_that_is_asked_for(ResourceLevel level, string from, string into)
    {
        var source = RewrittenSources.At(level, [Chunk(s_from, s_into, 0, 1)]).ShouldHaveSingleItem();

        (source.Id.Value, source.Results.ShouldHaveSingleItem().Value).ShouldBe((from, into));
    }

    [Fact]
    public void names_no_more_series_at_a_time_than_an_event_may()
    {
        var chunks = Enumerable.Range(0, 1200).Select(number =>
            Chunk(s_from with { SeriesId = new($"a{number}") }, s_into with { SeriesId = new($"b{number}") }, number, 1)).ToList();

        var parts = RewrittenSources.At(ResourceLevel.Study, chunks).ToList();

        parts.Select(part => part.Series.Count).ShouldBe([500, 500, 200]);
        parts.ShouldAllBe(part => part.Id == s_from.StudyId && part.Results.Count == 1);
        parts.SelectMany(part => part.Series).Distinct().Count().ShouldBe(1200);
    }

    [Fact]
    public void stays_small_however_many_instances_there_are()
    {
        var chunks = Enumerable.Range(0, 1563).Select(number => Chunk(s_from, s_into, number * 64, 64)).ToList();

        var source = RewrittenSources.At(ResourceLevel.Study, chunks).ShouldHaveSingleItem();

        source.Series.Sum(series => series.Instances).ShouldBe(100_032);
        JsonSerializer.Serialize(source).Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public void passes_over_what_chunks_of_earlier_versions_do_not_say()
    {
        var old = JsonSerializer.Deserialize<RewrittenChunk>(
            """{"Parents":[{"SeriesId":"s2","StudyId":"t2","PatientId":"p2"}],"Instances":[{"SourceId":"a","Id":"b","Parents":0}]}""")!;

        old.Instances[0].SourceParents.ShouldBeNull();
        RewrittenSources.At(ResourceLevel.Study, [old]).ShouldBeEmpty();
    }

    [Fact]
    public void names_the_attributes_of_a_request_and_none_of_their_values()
    {
        var modification = Read("""
            {"Replace":{"PatientName":"Secret^Name","ReferencedImageSequence[*].PatientID":"Secret"},"Remove":["StudyDescription"],"Keep":["SeriesDescription"],
             "KeepPrivateTags":true,"KeepLabels":true,"KeepSource":false,"Transcode":"1.2.840.10008.1.2.1"}
            """);

        var tags = TouchedTags.Of(modification);

        tags.Replaced.ShouldBe(["0010,0010", "0008,1140[*].0010,0020"]);
        tags.Removed.ShouldBe(["0008,1030"]);
        tags.Kept.ShouldBe(["0008,103e"]);
        (tags.RemovesPrivate, tags.Omitted).ShouldBe((false, 0));
        RewriteOptions.Of(modification).ShouldBe(new(false, true, "1.2.840.10008.1.2.1"));
        JsonSerializer.Serialize(tags).ShouldNotContain("Secret");
    }

    [Fact]
    public void cuts_lists_of_names_that_nobody_would_read()
    {
        var names = string.Join(',', Enumerable.Range(0, 1500).Select(number => $"\"ReferencedImageSequence[{number}].PatientID\""));

        var tags = TouchedTags.Of(Read($$"""{"Remove":[{{names}}]}"""));

        (tags.Removed.Count, tags.Omitted).ShouldBe((1000, 500));
    }

    private static Modification Read(string request) =>
        ModificationReader.ReadAnonymization(JsonElement.Parse(request), new(DicomDictionary.Default, "", Overwrites: false, "Test")).Value;

    private static RewrittenChunk Chunk(Lineage from, Lineage into, int first, int count) =>
        RewrittenChunk.Of(Enumerable.Range(first, count)
            .Select(number => (new RewrittenInstance(new($"{number}"), new($"r{number}")), from, into)));
}
