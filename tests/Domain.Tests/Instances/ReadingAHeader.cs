using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Tests.Instances;

public sealed class ReadingAHeader
{
    private static Answer<InstanceHeader> Read(SyntheticInstance instance) =>
        InstanceHeader.Read(DicomFile.Open(instance.ToBytes()), MainDicomTags.Default);

    [Theory]
    [InlineData(0x0020, 0x000d)]
    [InlineData(0x0020, 0x000e)]
    [InlineData(0x0008, 0x0018)]
    public void tells_an_empty_uid_from_an_absent_one(int group, int element)
    {
        var tag = new DicomTag((ushort)group, (ushort)element);

        Read(SyntheticInstance.Create().With(tag, "UI", "")).Refused!.Error.ShouldBe(OrthancError.BadFileFormat);
        Read(SyntheticInstance.Create().Without(tag)).Refused!.Error.ShouldBe(OrthancError.InexistentTag);
    }

    [Fact]
    public void takes_a_missing_patient_id_for_an_empty_one() =>
        Read(SyntheticInstance.Create().Without(DicomTag.PatientID))
        .Value.PatientId.Value.ShouldBe("da39a3ee-5e6b4b0d-3255bfef-95601890-afd80709");

    [Fact]
    public void takes_identifiers_without_the_blanks_and_NULs_around_them()
    {
        var plain = Read(SyntheticInstance.Create()).Value;
        var padded = Read(SyntheticInstance.Create()
            .WithBytes(DicomTag.StudyInstanceUID, "UI", "2.25.1000.1.1 \0"u8.ToArray())
            .WithBytes(DicomTag.SeriesInstanceUID, "UI", "2.25.1000.1.1.1\0\0 "u8.ToArray())
            .WithBytes(DicomTag.SOPInstanceUID, "UI", " 2.25.1000.1.1.1.1  "u8.ToArray())
            .WithBytes(DicomTag.PatientID, "LO", " SYN1 \0"u8.ToArray())).Value;

        (padded.InstanceId, padded.SeriesId, padded.StudyId, padded.PatientId)
            .ShouldBe((plain.InstanceId, plain.SeriesId, plain.StudyId, plain.PatientId));
        (padded.SopInstanceUid, padded.StudyInstanceUid, padded.DicomPatientId)
            .ShouldBe((plain.SopInstanceUid, plain.StudyInstanceUid, plain.DicomPatientId));
        padded.MainTags(ResourceLevel.Study)["0020,000d"].ShouldBe("2.25.1000.1.1");
        Read(SyntheticInstance.Create().WithBytes(DicomTag.StudyInstanceUID, "UI", " \0"u8.ToArray()))
            .Refused!.Error.ShouldBe(OrthancError.BadFileFormat);
    }

    [Theory]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, 16, "OW", null)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, 16, "OB", "OB")]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, 8, "OB", null)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, 8, "OW", "OW")]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, null, "OB", null)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian, 8, "OW", "OW")]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian, 8, "OW", null)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian, 8, "OW", null)]
    public void tells_the_VR_of_pixels_only_where_it_is_not_the_right_one(string syntax, int? bits, string vr, string? told)
    {
        var instance = SyntheticInstance.Create().WithTransferSyntax(syntax).WithBytes(DicomTag.PixelData, vr, [1, 2, 3, 4]);
        if (bits is { } allocated)
            instance = instance.With(DicomTag.BitsAllocated, "US", allocated.ToString(System.Globalization.CultureInfo.InvariantCulture));

        var header = Read(instance).Value;

        header.PixelDataVr.ShouldBe(told);
        header.HasPixelData.ShouldBeTrue();
    }

    [Fact]
    public void tells_where_pixels_begin_only_of_whole_files()
    {
        var image = SyntheticInstance.Create().WithImage(2, 2);

        Read(image).Value.PixelDataOffset.ShouldBe(image.ToBytes().Length - 8 - 12);
        Read(image with { HasPreamble = false, HasFileMetaInfo = false }).Value.PixelDataOffset.ShouldBeNull();
        Read(image.WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian)).Value.PixelDataOffset.ShouldBeNull();
    }

    [Fact]
    public void keeps_no_text_beside_the_file_that_is_too_long()
    {
        var comments = SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ImplicitVRLittleEndian);
        Read(comments.With(DicomTag.ImageComments, "LT", new string('x', 1 << 20))).Value.MainTags(ResourceLevel.Instance)["0020,4000"]
            .Length.ShouldBe(1 << 20);
        Read(comments.With(DicomTag.ImageComments, "LT", new string('x', (1 << 20) + 2))).Value.MainTags(ResourceLevel.Instance)
            .ContainsKey("0020,4000").ShouldBeFalse();
    }

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
                .With(DicomTag.CardiacNumberOfImages, "IS", "9")).Value;

        header.ExpectedNumberOfInstances?.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Fact]
    public void falls_through_to_the_next_rule_where_a_tag_is_absent() =>
        Read(SyntheticInstance.Create().With(DicomTag.ImagesInAcquisition, "IS", "3").With(DicomTag.CardiacNumberOfImages, "IS", "9"))
        .Value!
            .ExpectedNumberOfInstances.ShouldBe(9);

    [Fact]
    public void numbers_an_instance_by_image_index_only_where_it_has_no_instance_number()
    {
        var indexed = SyntheticInstance.Create().With(DicomTag.ImageIndex, "US", "7");

        Read(indexed).Value.IndexInSeries.ShouldBe("1");
        Read(indexed.Without(DicomTag.InstanceNumber)).Value.IndexInSeries.ShouldBe("7");
        Read(indexed.Without(DicomTag.InstanceNumber).Without(DicomTag.ImageIndex)).Value.IndexInSeries.ShouldBeNull();
    }
}
