using EventDicom.Dicom;

namespace EventDicom.Domain.Tests.Instances;

public sealed class ReadingAHeader
{
    private static InstanceHeader? Read(SyntheticInstance instance, out Decision.Refused? refused) =>
        InstanceHeader.TryRead(DicomFile.Open(instance.ToBytes()), out refused);

    [Theory]
    [InlineData(0x0020, 0x000d)]
    [InlineData(0x0020, 0x000e)]
    [InlineData(0x0008, 0x0018)]
    public void tells_an_empty_uid_from_an_absent_one(int group, int element)
    {
        var tag = new DicomTag((ushort)group, (ushort)element);

        Read(SyntheticInstance.Create().With(tag, "UI", ""), out var empty).ShouldBeNull();
        empty!.Refusal.ShouldBe(Refusal.BadFileFormat);
        Read(SyntheticInstance.Create().Without(tag), out var absent).ShouldBeNull();
        absent!.Refusal.ShouldBe(Refusal.InexistentTag);
    }

    [Fact]
    public void takes_a_missing_patient_id_for_an_empty_one() =>
        Read(SyntheticInstance.Create().Without(DicomTag.PatientID), out _)!.PatientId.Value.ShouldBe("da39a3ee-5e6b4b0d-3255bfef-95601890-afd80709");

    [Theory]
    [InlineData("3", "2", "6")] // images in acquisition times temporal positions
    [InlineData("3", "x", null)] // no number: no expectation
    [InlineData("0", "2", null)]
    [InlineData("-3", "2", null)]
    public void expects_what_the_first_complete_rule_says(string images, string positions, string? expected)
    {
        var header = Read(
            SyntheticInstance.Create()
                .With(DicomTag.ImagesInAcquisition, "IS", images)
                .With(DicomTag.NumberOfTemporalPositions, "IS", positions)
                .With(DicomTag.CardiacNumberOfImages, "IS", "9"), out _)!;

        header.ExpectedNumberOfInstances?.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Fact]
    public void falls_through_to_the_next_rule_where_a_tag_is_absent() =>
        Read(SyntheticInstance.Create().With(DicomTag.ImagesInAcquisition, "IS", "3").With(DicomTag.CardiacNumberOfImages, "IS", "9"), out _)!
            .ExpectedNumberOfInstances.ShouldBe(9);

    [Fact]
    public void numbers_an_instance_by_image_index_only_where_it_has_no_instance_number()
    {
        var indexed = SyntheticInstance.Create().With(DicomTag.ImageIndex, "US", "7");

        Read(indexed, out _)!.IndexInSeries.ShouldBe("1");
        Read(indexed.Without(DicomTag.InstanceNumber), out _)!.IndexInSeries.ShouldBe("7");
        Read(indexed.Without(DicomTag.InstanceNumber).Without(DicomTag.ImageIndex), out _)!.IndexInSeries.ShouldBeNull();
    }
}
