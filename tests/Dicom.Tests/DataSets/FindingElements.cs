using EventDicom.Support;

namespace EventDicom.Dicom.Tests.DataSets;

public sealed class FindingElements
{
    [Fact]
    public void goes_through_elements_in_the_order_of_their_tags_whatever_the_order_of_the_file()
    {
        var instance = SyntheticInstance.Create();
        var jumbled = instance with
        {
            Dataset = SyntheticDataset.Empty.KeepingOrder()
                .With(DicomTag.SeriesInstanceUID, "UI", "1.3").With(DicomTag.PatientID, "LO", "P")
                .With(DicomTag.SOPInstanceUID, "UI", "1.4"),
        };

        var dataset = DicomFile.Open(jumbled.ToBytes()).Dataset;

        dataset.Select(item => item.Tag).ShouldBe([DicomTag.SOPInstanceUID, DicomTag.PatientID, DicomTag.SeriesInstanceUID]);
        dataset.Find(DicomTag.PatientID).ShouldNotBeNull();
    }

    [Fact]
    public void keeps_the_first_of_an_element_that_stands_twice()
    {
        var twice = SyntheticInstance.Create() with
        {
            Dataset = SyntheticDataset.Empty.KeepingOrder()
                .With(DicomTag.PatientID, "LO", "FIRST").With(DicomTag.PatientID, "LO", "SECOND").With(DicomTag.PatientName, "PN", "N"),
        };

        var dataset = DicomFile.Open(twice.ToBytes()).Dataset;

        dataset.Count.ShouldBe(2);
        dataset.TryGetString(DicomTag.PatientID, out var id).ShouldBeTrue();
        id.ShouldBe("FIRST");
    }

    [Fact]
    public void finds_nothing_that_is_not_there()
    {
        var dataset = DicomFile.Open(SyntheticInstance.Create().WithSequence(DicomTag.ConceptCodeSequence).ToBytes()).Dataset;

        dataset.Find(DicomTag.PixelData).ShouldBeNull();
        dataset.Contains(DicomTag.PixelData).ShouldBeFalse();
        dataset.TryGetString(DicomTag.PixelData, out _).ShouldBeFalse();
        dataset.TryGetString(DicomTag.ConceptCodeSequence, out _).ShouldBeFalse();
    }

    [Fact]
    public void knows_who_reserved_the_block_of_a_private_element()
    {
        var dataset = DicomFile.Open(SyntheticInstance.Create()
            .With(new DicomTag(0x0009, 0x0010), "LO", "FIRST ")
            .With(new DicomTag(0x0009, 0x0011), "LO", "SECOND")
            .With(new DicomTag(0x0009, 0x1101), "LO", "value").ToBytes()).Dataset;

        dataset.PrivateCreatorOf(new DicomTag(0x0009, 0x1101)).ShouldBe("SECOND");
        dataset.PrivateCreatorOf(new DicomTag(0x0009, 0x10FF)).ShouldBe("FIRST");
        dataset.PrivateCreatorOf(new DicomTag(0x0009, 0x1201)).ShouldBeNull();
        dataset.PrivateCreatorOf(new DicomTag(0x0009, 0x0010)).ShouldBeNull();
        dataset.PrivateCreatorOf(DicomTag.PatientID).ShouldBeNull();
    }

    [Fact]
    public void takes_the_creators_of_an_item_from_that_item()
    {
        var creator = new DicomTag(0x0009, 0x0010);
        var element = new DicomTag(0x0009, 0x1001);
        var dataset = DicomFile.Open(SyntheticInstance.Create().With(creator, "LO", "OUTER")
            .WithSequence(DicomTag.ConceptCodeSequence, SyntheticDataset.Empty.With(element, "LO", "x")).ToBytes()).Dataset;

        ((DicomSequence)dataset.Find(DicomTag.ConceptCodeSequence)!).Items[0].PrivateCreatorOf(element).ShouldBeNull();
    }

    [Fact]
    public void copies_any_part_of_a_value()
    {
        var element = (DicomElement)DicomFile.Open(SyntheticInstance.Create().With(DicomTag.PatientID, "LO", "ABCDEF").ToBytes())
            .Dataset.Find(DicomTag.PatientID)!;
        var part = new byte[4];

        element.Read(1, part).ShouldBe(4);
        part.ShouldBe("BCDE"u8.ToArray());
        element.Read(4, part).ShouldBe(2);
        element.Read(6, part).ShouldBe(0);
        element.Read(long.MaxValue, part).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => element.Read(-1, part));
    }
}
