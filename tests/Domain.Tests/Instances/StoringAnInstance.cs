using EventDicom.Dicom;
using EventDicom.Domain.Limits;
using static EventDicom.Domain.Tests.Instances.Arriving;

namespace EventDicom.Domain.Tests.Instances;

public sealed class StoringAnInstance
{
    private static readonly SyntheticInstance s_first = SyntheticInstance.Create();

    [Fact]
    public void opens_its_series_study_and_patient_child_before_parent() =>
        Given().When(s_first).Select(fact => fact.Event.GetType())
            .ShouldBe([typeof(InstanceStored), typeof(SeriesOpened), typeof(StudyOpened), typeof(PatientOpened)]);

    [Fact]
    public void writes_each_fact_to_the_stream_of_the_resource_that_it_is_about()
    {
        var header = Header(s_first);
        Given().When(s_first).Select(fact => fact.Stream)
            .ShouldBe([header.InstanceId.Value, header.SeriesId.Value, header.StudyId.Value, header.PatientId.Value]);
    }

    [Fact]
    public void opens_only_what_is_new() =>
        Given(Stored(s_first)).When(SyntheticInstance.Create(series: 2)).Select(fact => fact.Event.GetType())
            .ShouldBe([typeof(InstanceStored), typeof(SeriesOpened)]);

    [Fact]
    public void again_changes_nothing() => Given(Stored(s_first)).When(s_first).ShouldBeEmpty();

    [Fact]
    public void again_replaces_it_where_that_is_configured_and_opens_anew_what_held_nothing_else()
    {
        var facts = Given(Stored(s_first)).When(s_first, OverwriteMode.Always);

        facts.Select(fact => fact.Event.GetType())
            .ShouldBe([typeof(InstanceOverwritten), typeof(InstanceStored), typeof(SeriesOpened), typeof(StudyOpened),
                typeof(PatientOpened)]);
        var overwritten = facts[0].Event.ShouldBeOfType<InstanceOverwritten>();
        overwritten.Topmost.ShouldBe(ResourceLevel.Patient);
        overwritten.ReplacedSha256.ShouldBe("new");
        overwritten.ReplacedSize.ShouldBe(1000);
    }

    [Fact]
    public void again_leaves_a_series_that_holds_others_open()
    {
        var facts = Given(Stored(s_first, SyntheticInstance.Create(instance: 2))).When(s_first, OverwriteMode.Always);

        facts.Select(fact => fact.Event.GetType()).ShouldBe([typeof(InstanceOverwritten), typeof(InstanceStored)]);
        facts[0].Event.ShouldBeOfType<InstanceOverwritten>().Topmost.ShouldBe(ResourceLevel.Instance);
    }

    [Fact]
    public void completes_a_series_whose_last_expected_index_it_brings()
    {
        SyntheticInstance Of(int index) => SyntheticInstance.Create(instance: index).With(DicomTag.CardiacNumberOfImages, "IS", "2");

        Given(Stored(Of(1))).When(Of(2)).Select(fact => fact.Event.GetType()).ShouldBe([typeof(InstanceStored), typeof(SeriesCompleted)]);
    }

    [Fact]
    public void completes_a_series_of_one_after_all_that_it_opens() =>
        Given().When(s_first.With(DicomTag.CardiacNumberOfImages, "IS", "1"))[^1].Event.ShouldBeOfType<SeriesCompleted>();

    [Fact]
    public void needs_room_for_what_it_adds_alone()
    {
        StorageDemand.Of(Given().When(s_first)).ShouldBe(new(1000, 1));
        StorageDemand.Of(Given(Stored(s_first)).When(SyntheticInstance.Create(instance: 2))).ShouldBe(new(1000, 0));
        StorageDemand.Of(Given(Stored(s_first)).When(s_first, OverwriteMode.Always)).ShouldBe(default);
    }

    [Fact]
    public void carries_what_every_index_needs()
    {
        var stored = Given().When(s_first)[0].Event.ShouldBeOfType<InstanceStored>();

        stored.SopInstanceUid.ShouldBe("2.25.1000.1.1.1.1");
        stored.SopClassUid.ShouldBe(SyntheticInstance.SecondaryCapture);
        stored.TransferSyntaxUid.ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
        stored.MainDicomTags.ShouldBe(new Dictionary<string, string> { ["0008,0018"] = "2.25.1000.1.1.1.1", ["0020,0013"] = "1" });
        stored.IndexInSeries.ShouldBe("1");
        stored.Origin.ShouldBe(Door);
        stored.StoredAt.ShouldBe(Noon);
    }
}
