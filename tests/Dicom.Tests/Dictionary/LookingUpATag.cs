namespace EventDicom.Dicom.Tests.Dictionary;

public sealed class LookingUpATag
{
    private static readonly DicomDictionary s_dictionary = DicomDictionary.Default;

    [Theory]
    [InlineData(0x0010, 0x0010, "PatientName", "PN")]
    [InlineData(0x0008, 0x0018, "SOPInstanceUID", "UI")]
    [InlineData(0x0000, 0x0000, "CommandGroupLength", "UL")]
    [InlineData(0x0000, 0x0100, "CommandField", "US")]
    [InlineData(0x0002, 0x0000, "FileMetaInformationGroupLength", "UL")]
    [InlineData(0x0002, 0x0010, "TransferSyntaxUID", "UI")]
    [InlineData(0x0020, 0x1070, "RETIRED_OtherStudyNumbers", "IS")]
    [InlineData(0x0010, 0x1000, "OtherPatientIDs", "LO")]
    [InlineData(0x0008, 0x0000, "GenericGroupLength", "UL")]
    [InlineData(0x7FE0, 0x0000, "GenericGroupLength", "UL")]
    [InlineData(0x0009, 0x0000, "PrivateGroupLength", "UL")]
    [InlineData(0x0009, 0x0010, "PrivateCreator", "LO")]
    [InlineData(0x0009, 0x00FF, "PrivateCreator", "LO")]
    [InlineData(0x0009, 0x0100, "Unknown Tag & Data", "UN")]
    [InlineData(0x0009, 0x1001, "Unknown Tag & Data", "UN")]
    [InlineData(0x0011, 0x0002, "Unknown Tag & Data", "UN")]
    [InlineData(0x0010, 0x0011, "Unknown Tag & Data", "UN")]
    [InlineData(0xFFFE, 0xE000, "Item", "UN")]
    public void gives_its_name_and_vr(int group, int element, string name, string vr)
    {
        var tag = new DicomTag((ushort)group, (ushort)element);

        s_dictionary.NameOf(tag).ShouldBe(name);
        s_dictionary.LookupVR(tag).Code.ShouldBe(vr);
    }

    [Theory]
    [InlineData(0x6000, 0x0010, "OverlayRows", "US")]
    [InlineData(0x601E, 0x3000, "OverlayData", "OW")]
    [InlineData(0x5004, 0x0005, "RETIRED_CurveDimensions", "US")]
    [InlineData(0x7F02, 0x0010, "RETIRED_VariablePixelData", "OW")]
    [InlineData(0x0020, 0x3142, "RETIRED_SourceImageIDs", "CS")]
    [InlineData(0x1000, 0x0153, "RETIRED_HuffmanTableTriplet", "US")]
    [InlineData(0x1010, 0x1234, "RETIRED_ZonalMap", "US")]
    [InlineData(0x6100, 0x0010, "Unknown Tag & Data", "UN")]
    [InlineData(0x6001, 0x0010, "PrivateCreator", "LO")]
    public void knows_all_groups_of_a_repeating_one(int group, int element, string name, string vr)
    {
        var tag = new DicomTag((ushort)group, (ushort)element);

        s_dictionary.NameOf(tag).ShouldBe(name);
        s_dictionary.LookupVR(tag).Code.ShouldBe(vr);
    }

    [Theory]
    [InlineData(0x7FE0, 0x0010, "OW", 2)]
    [InlineData(0x0028, 0x0106, "US", 2)]
    [InlineData(0x0028, 0x3006, "OW", 2)]
    [InlineData(0x0010, 0x0020, "LO", 1)]
    public void assumes_the_usual_vr_where_the_standard_leaves_a_choice(int group, int element, string vr, int choices)
    {
        var entry = s_dictionary.Find(new DicomTag((ushort)group, (ushort)element)).ShouldNotBeNull();

        entry.DefaultVR.Code.ShouldBe(vr);
        entry.VRs.Count.ShouldBe(choices);
    }

    [Fact]
    public void gives_the_facts_of_the_standard()
    {
        var entry = s_dictionary.Find(DicomTag.OtherStudyNumbers).ShouldNotBeNull();

        entry.Tag.ShouldBe(new DicomTag(0x0020, 0x1070));
        entry.Keyword.ShouldBe("OtherStudyNumbers");
        entry.Name.ShouldBe("RETIRED_OtherStudyNumbers");
        entry.VM.ShouldBe("1-n");
        entry.IsRetired.ShouldBeTrue();
        entry.PrivateCreator.ShouldBeNull();
    }

    [Fact]
    public void answers_again_with_the_same_entry()
    {
        s_dictionary.Find(DicomTag.PatientName).ShouldBeSameAs(s_dictionary.Find(DicomTag.PatientName));
        s_dictionary.Find(new DicomTag(0x6002, 0x0010)).ShouldBeSameAs(s_dictionary.Find(new DicomTag(0x6004, 0x0010)));
        s_dictionary.Find(new DicomTag(0x0029, 0x1108), "SIEMENS CSA HEADER")
            .ShouldBeSameAs(s_dictionary.Find(new DicomTag(0x0029, 0x2208), "SIEMENS CSA HEADER"));
    }

    [Theory]
    [InlineData(0x0029, 0x1008, "SIEMENS CSA HEADER", "CSAImageHeaderType")]
    [InlineData(0x0029, 0x2308, "SIEMENS CSA HEADER", "CSAImageHeaderType")]
    [InlineData(0x0029, 0x1008, "SIEMENS CSA HEADER 2", "Unknown Tag & Data")]
    [InlineData(0x0029, 0x1008, "siemens csa header", "Unknown Tag & Data")]
    [InlineData(0x0027, 0x1008, "SIEMENS CSA HEADER", "Unknown Tag & Data")]
    [InlineData(0x0029, 0x0908, "SIEMENS CSA HEADER", "Unknown Tag & Data")]
    [InlineData(0x7003, 0x1004, "DLX_ANNOT_01", "TextAnnotation")]
    [InlineData(0x70FF, 0x1104, "DLX_ANNOT_01", "TextAnnotation")]
    [InlineData(0x7103, 0x1004, "DLX_ANNOT_01", "Unknown Tag & Data")]
    [InlineData(0x0019, 0x110C, "PHILIPS MR/PART", "CCOffcenter")]
    public void names_a_private_element_by_its_creator(int group, int element, string creator, string name) =>
        s_dictionary.NameOf(new DicomTag((ushort)group, (ushort)element), creator).ShouldBe(name);
}
