using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Files;

public sealed class ReadingAFile
{
    public static TheoryData<string> Syntaxes => new(
        SyntheticInstance.ImplicitVRLittleEndian,
        SyntheticInstance.ExplicitVRLittleEndian,
        SyntheticInstance.ExplicitVRBigEndian,
        SyntheticInstance.DeflatedExplicitVRLittleEndian,
        SyntheticInstance.GEPrivateImplicitVRBigEndian,
        SyntheticInstance.JPEGProcess1,
        "1.2.3.4.5.6");

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void reads_every_kind_of_value_in_each_syntax(string syntax)
    {
        var instance = SyntheticInstance.Create(patient: 7).WithTransferSyntax(syntax)
            .With(DicomTag.Rows, "513")
            .With(DicomTag.TagAngleSecondAxis, "-2")
            .With(DicomTag.SimpleFrameList, "4000000000\\1")
            .With(DicomTag.ReferencePixelX0, "-70000")
            .With(DicomTag.FrameIncrementPointer, "0018,1063")
            .With(DicomTag.ExaminedBodyThickness, "1.5\\-0.25")
            .With(DicomTag.AcquisitionDuration, "2.5")
            .With(DicomTag.PatientComments, "several words")
            .With(DicomTag.ReferencedStudySequence, "");

        var file = DicomFile.Open(instance.ToBytes());

        file.TransferSyntax.UID.ShouldBe(syntax);
        file.IsPartial.ShouldBeFalse();
        Text(file, DicomTag.PatientID).ShouldBe("SYN7");
        Text(file, DicomTag.Rows).ShouldBe("513");
        Text(file, DicomTag.TagAngleSecondAxis).ShouldBe("-2");
        Text(file, DicomTag.SimpleFrameList).ShouldBe("4000000000\\1");
        Text(file, DicomTag.ReferencePixelX0).ShouldBe("-70000");
        Text(file, DicomTag.FrameIncrementPointer).ShouldBe("0018,1063");
        Text(file, DicomTag.ExaminedBodyThickness).ShouldBe("1.5\\-0.25");
        Text(file, DicomTag.AcquisitionDuration).ShouldBe("2.5");
        Text(file, DicomTag.PatientComments).ShouldBe("several words");
    }

    [Fact]
    public void reads_the_VRs_with_a_long_length_of_their_own()
    {
        var group = new (ushort Element, string VR, string Value)[]
        {
            (0x1001, "UC", "unlimited characters"), (0x1002, "UR", "http://example.org/a"), (0x1003, "UT", "unlimited text"),
            (0x1004, "UV", "18446744073709551615\\2"), (0x1005, "SV", "-9223372036854775808"),
        };
        var instance = SyntheticInstance.Create().With(new DicomTag(0x0009, 0x0010), "LO", "SYNTHETIC");
        instance = group.Aggregate(instance,
            (made, element) => made.With(new DicomTag(0x0009, element.Element), element.VR, element.Value));
        instance = new[] { "OB", "OD", "OF", "OL", "OV", "OW", "UN" }.Index()
            .Aggregate(instance, (made, vr) =>
                made.WithBytes(new DicomTag(0x0009, (ushort)(0x1010 + vr.Index)), vr.Item, [1, 2, 3, 4, 5, 6, 7, 8]));

        var dataset = DicomFile.Open(instance.ToBytes()).Dataset;

        foreach (var (element, vr, value) in group)
        {
            dataset.Find(new DicomTag(0x0009, element))!.VR.Code.ShouldBe(vr);
            dataset.TryGetString(new DicomTag(0x0009, element), out var text).ShouldBeTrue();
            text.ShouldBe(value);
        }

        for (ushort element = 0x1010; element < 0x1017; element++)
            ((DicomElement)dataset.Find(new DicomTag(0x0009, element))!).GetBytes().ToArray().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
    }

    [Theory]
    [InlineData(false, false, SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(false, false, SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(false, false, SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(false, true, SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(false, true, SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    [InlineData(true, false, SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(true, false, SyntheticInstance.ExplicitVRBigEndian)]
    public void finds_out_what_a_file_without_preamble_or_meta_information_is_written_in(bool preamble, bool meta, string syntax)
    {
        var instance = SyntheticInstance.Create() with { HasPreamble = preamble, HasFileMetaInfo = meta, TransferSyntax = syntax };

        var file = DicomFile.Open(instance.ToBytes());

        file.TransferSyntax.UID.ShouldBe(syntax);
        file.FileMetaInfo.Count.ShouldBe(meta ? 6 : 0);
        Text(file, DicomTag.PatientID).ShouldBe("SYN1");
        Text(file, DicomTag.SeriesInstanceUID).ShouldBe("2.25.1000.1.1.1");
    }

    [Theory]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian, SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian, SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian, SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian, SyntheticInstance.ExplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.JPEGProcess1, SyntheticInstance.ImplicitVRLittleEndian)]
    public void reads_a_file_that_declares_a_wrong_syntax(string declared, string real)
    {
        var instance = SyntheticInstance.Create()
            .With(DicomTag.Rows, "258") with { TransferSyntax = real, DeclaredTransferSyntax = declared };

        var file = DicomFile.Open(instance.ToBytes());

        file.TransferSyntax.UID.ShouldBe(declared);
        file.Dataset.Syntax.UID.ShouldBe(real);
        Text(file, DicomTag.PatientID).ShouldBe("SYN1");
        Text(file, DicomTag.Rows).ShouldBe("258");
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(1000)]
    public void ends_the_meta_information_where_its_group_ends_whatever_its_length_says(int error)
    {
        var instance = SyntheticInstance.Create() with { GroupLengthError = error };

        var file = DicomFile.Open(instance.ToBytes());

        file.FileMetaInfo.Count.ShouldBe(6);
        Text(file, DicomTag.SOPClassUID).ShouldBe(SyntheticInstance.SecondaryCapture);
    }

    [Fact]
    public void takes_an_unknown_syntax_for_explicit_little_endian_in_fragments()
    {
        var file = DicomFile.Open(SyntheticInstance.Create().WithEncapsulatedImage("1.2.3.4", 2, 2, [1, 2, 3, 4]).ToBytes());

        file.TransferSyntax.IsKnown.ShouldBeFalse();
        file.TransferSyntax.IsEncapsulated.ShouldBeTrue();
        file.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomFragmentSequence>().Fragments.Count.ShouldBe(2);
    }

    [Fact]
    public void keeps_values_as_slices_of_the_memory_they_came_in()
    {
        var bytes = SyntheticInstance.Create().ToBytes();
        var element = (DicomElement)DicomFile.Open(bytes).Dataset.Find(DicomTag.PatientID)!;

        bytes[element.Offset] = (byte)'X';

        element.GetBytes().ToArray().ShouldBe("XYN1"u8.ToArray());
        element.IsInMemory.ShouldBeTrue();
    }

    [Theory]
    [InlineData("??", 2)]
    [InlineData("  ", 2)]
    [InlineData("\0\0", 2)]
    [InlineData("u1", 2)]
    [InlineData("ZZ", 4)]
    public void reads_past_a_VR_that_does_not_exist(string vr, int lengthBytes)
    {
        // Two capital letters may be a VR of the future, which will have the long form of length
        byte[] element = [0x08, 0, 0x60, 0, (byte)vr[0], (byte)vr[1], .. lengthBytes == 4 ? [0, 0, 2, 0, 0, 0] : new byte[] { 2, 0 },
            (byte)'C', (byte)'T'];
        byte[] file = [.. Head(), .. element, .. SyntheticElements.Explicit(DicomTag.PatientID, "LO", "P1")];

        var dataset = DicomFile.Open(file).Dataset;

        dataset.Find(DicomTag.Modality)!.VR.ShouldBe(DicomVR.UN);
        dataset.TryGetString(DicomTag.PatientID, out var id).ShouldBeTrue();
        id.ShouldBe("P1");
    }

    [Fact]
    public void reads_values_of_odd_length()
    {
        byte[] file = [.. Head(), .. SyntheticElements.Explicit(DicomTag.Modality, "CS", "ABC"),
            .. SyntheticElements.Explicit(DicomTag.PatientID, "LO", "P")];

        var opened = DicomFile.Open(file);

        Text(opened, DicomTag.Modality).ShouldBe("ABC");
        Text(opened, DicomTag.PatientID).ShouldBe("P");
    }

    [Fact]
    public void keeps_group_lengths_and_trailing_padding_as_elements()
    {
        var file = DicomFile.Open(SyntheticInstance.Create()
            .With(new DicomTag(0x0008, 0x0000), "UL", "4242")
            .WithBytes(DicomTag.DataSetTrailingPadding, "OB", new byte[20]).ToBytes());

        Text(file, new DicomTag(0x0008, 0x0000)).ShouldBe("4242");
        file.Dataset.Contains(DicomTag.DataSetTrailingPadding).ShouldBeTrue();
    }

    private static byte[] Head() =>
        (SyntheticInstance.Create() with { Dataset = SyntheticDataset.Empty.With(DicomTag.SOPInstanceUID, "UI", "1.2") }).ToBytes();

    private static string Text(DicomFile file, DicomTag tag)
    {
        file.Dataset.TryGetString(tag, out var value).ShouldBeTrue(tag.ToString());
        return value;
    }
}
