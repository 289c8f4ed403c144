using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using static EventDicom.Domain.Tests.Modifying.ModifiedInstance;

namespace EventDicom.Domain.Tests.Modifying;

public sealed class ModifyingAnInstance
{
    private static readonly SyntheticInstance s_instance = SyntheticInstance.Create()
        .With(Tag("SpecificCharacterSet"), "ISO_IR 100")
        .With(Tag("StudyDescription"), "Desc")
        .With(Tag("Rows"), "4")
        .With(new DicomTag(0x0009, 0x0010), "LO", "ACME").With(new DicomTag(0x0009, 0x1001), "LO", "secret")
        .WithSequence(
            Tag("ReferencedImageSequence"),
            SyntheticDataset.Empty.With(Tag("ReferencedSOPInstanceUID"), "1.2.3").With(Tag("PatientName"), "A^B")
            .With(new DicomTag(0x0009, 0x1001), "LO", "nested"),
            SyntheticDataset.Empty.With(Tag("PatientName"), "C^D"));

    [Theory]
    [InlineData("VectorGridData", "1.5\\\\-10", "1.5\\-10")]
    [InlineData("LongPrimitivePointIndexList", "1\\\\4294967295", "1\\4294967295")]
    public void writes_the_numbers_of_binary_lists(string name, string text, string shown) =>
        Modify(s_instance, $$$"""{"Replace":{"{{{name}}}":"{{{text}}}"}}""")[name].ShouldBe(shown);

    [Fact]
    public void replaces_inserts_and_removes()
    {
        var modified = Modify(s_instance,
            """{"Replace":{"StudyDescription":"New","0010-0040":"F"},"Remove":["00080020","0008,0030","SeriesDescription"]}""");

        modified["StudyDescription"].ShouldBe("New");
        modified["PatientSex"].ShouldBe("F");
        modified["StudyDate"].ShouldBeNull();
        modified["StudyTime"].ShouldBeNull();
        modified["PatientName"].ShouldBe("Synthetic^Patient1");
    }

    [Theory]
    [InlineData("Rows", "\"512\"", "512")]
    [InlineData("Rows", "512", "512")]
    [InlineData("Rows", "\"\"", "")]
    [InlineData("PatientWeight", "70.5", "70.5")]
    [InlineData("PatientName", "null", "")]
    [InlineData("SmallestImagePixelValue", "7", "7")]
    [InlineData("FrameIncrementPointer", "\"0018,1063\"", "0018,1063")]
    [InlineData("RecommendedDisplayFrameRateInFloat", "1.5", "1.5")]
    [InlineData("ImageType", "\"DERIVED\\\\SECONDARY\"", "DERIVED\\SECONDARY")]
    public void turns_values_into_the_form_of_their_attribute(string name, string json, string text) =>
        Modify(s_instance, $$$"""{"Replace":{"{{{name}}}":{{{json}}}}}""")[name].ShouldBe(text);

    [Theory]
    [InlineData("Rows", "\"abc\"", OrthancError.BadFileFormat)]
    [InlineData("Rows", "\"70000\"", OrthancError.BadFileFormat)]
    [InlineData("Rows", "-3", OrthancError.BadFileFormat)]
    [InlineData("ReferencedImageSequence", "\"x\"", OrthancError.BadFileFormat)]
    [InlineData("PatientName", "true", OrthancError.BadParameterType)]
    [InlineData("PatientName", "[\"a\"]", OrthancError.BadParameterType)]
    [InlineData("PatientName", "{\"a\":\"b\"}", OrthancError.BadParameterType)]
    [InlineData("ReferencedImageSequence", "{}", OrthancError.BadParameterType)]
    [InlineData("ReferencedImageSequence", "[\"x\"]", OrthancError.BadParameterType)]
    [InlineData("ReferencedImageSequence", "[{\"Nope\":\"x\"}]", OrthancError.UnknownDicomTag)]
    [InlineData("ReferencedImageSequence", "[{\"Rows\":\"x\"}]", OrthancError.BadFileFormat)]
    [InlineData("Nope", "\"x\"", OrthancError.UnknownDicomTag)]
    [InlineData("SpecificCharacterSet", "\"KLINGON\"", OrthancError.ParameterOutOfRange)]
    public void refuses_values_that_are_none(string name, string json, OrthancError error) =>
        Refused($$$"""{"Replace":{"{{{name}}}":{{{json}}}}}""").ShouldBe(error);

    [Fact]
    public void refuses_a_value_that_its_length_cannot_tell() =>
        Refused($$$"""{"Replace":{"PatientSex":"{{{new string('x', 65535)}}}"}}""").ShouldBe(OrthancError.BadFileFormat);

    [Theory]
    [InlineData("""[]""", OrthancError.BadFileFormat)]
    [InlineData("""{"Remove":["Nope"]}""", OrthancError.UnknownDicomTag)]
    [InlineData("""{"Keep":["Nope"]}""", OrthancError.UnknownDicomTag)]
    [InlineData("""{"Remove":["0010,xxxx"]}""", OrthancError.UnknownDicomTag)]
    [InlineData("""{"Remove":["ReferencedImageSequence[0]"]}""", OrthancError.UnknownDicomTag)]
    [InlineData("""{"Remove":["ReferencedImageSequence.Rows"]}""", OrthancError.ParameterOutOfRange)]
    [InlineData("""{"Remove":["ReferencedImageSequence[x].Rows"]}""", OrthancError.ParameterOutOfRange)]
    [InlineData("""{"Remove":["ReferencedImageSequence[-1].Rows"]}""", OrthancError.ParameterOutOfRange)]
    [InlineData("""{"Remove":["ReferencedImageSequence[0.Rows"]}""", OrthancError.ParameterOutOfRange)]
    [InlineData("""{"Remove":["Nope[0].Rows"]}""", OrthancError.UnknownDicomTag)]
    [InlineData("""{"Remove":"PatientName"}""", OrthancError.BadRequest)]
    [InlineData("""{"Remove":[5]}""", OrthancError.BadRequest)]
    [InlineData("""{"Keep":{}}""", OrthancError.BadRequest)]
    [InlineData("""{"Replace":[]}""", OrthancError.BadRequest)]
    [InlineData("""{"Replace":null}""", OrthancError.BadRequest)]
    [InlineData("""{"Force":1}""", OrthancError.BadFileFormat)]
    [InlineData("""{"RemovePrivateTags":"yes"}""", OrthancError.BadFileFormat)]
    [InlineData("""{"KeepSource":0}""", OrthancError.BadFileFormat)]
    [InlineData("""{"KeepLabels":0}""", OrthancError.BadFileFormat)]
    [InlineData("""{"PrivateCreator":0}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Transcode":0}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Transcode":"1.2.3"}""", OrthancError.ParameterOutOfRange)]
    public void refuses_options_of_the_wrong_type(string request, OrthancError error) => Refused(request).ShouldBe(error);

    [Fact]
    public void lets_what_is_said_later_of_an_attribute_undo_what_was_said_before()
    {
        Modify(s_instance, """{"Keep":["PatientName"],"Replace":{"PatientName":"z"}}""")["PatientName"].ShouldBe("Synthetic^Patient1");
        Modify(s_instance, """{"Replace":{"PatientName":"z"},"Remove":["PatientName"]}""")["PatientName"].ShouldBe("z");
        Modify(s_instance, """{"Keep":["PatientName"],"Remove":["PatientName"]}""")["PatientName"].ShouldBe("Synthetic^Patient1");
    }

    [Fact]
    public void leaves_references_and_nested_attributes_alone()
    {
        var modified = Modify(s_instance, """{"Replace":{"PatientName":"z"},"RemovePrivateTags":true}""");

        modified["ReferencedImageSequence", "ReferencedSOPInstanceUID"].ShouldBe("1.2.3");
        modified["ReferencedImageSequence", "PatientName"].ShouldBe("A^B");
        modified["ReferencedImageSequence", "0009,1001"].ShouldBe("nested");
    }

    [Fact]
    public void removes_private_attributes_of_the_first_level_other_than_those_that_are_named()
    {
        var removed = Modify(s_instance, """{"RemovePrivateTags":true}""");
        removed["0009,0010"].ShouldBeNull();
        removed["0009,1001"].ShouldBeNull();

        var kept = Modify(s_instance.With(new DicomTag(0x0009, 0x1002), "LO", "other"),
            """{"RemovePrivateTags":true,"Keep":["0009,1001"]}""");
        kept["0009,1001"].ShouldBe("secret");
        kept["0009,0010"].ShouldBe("ACME"); // what it belongs to would be lost without
        kept["0009,1002"].ShouldBeNull();

        Modify(s_instance, """{"RemovePrivateTags":true,"Replace":{"0009,1001":"new"}}""")["0009,1001"].ShouldBe("new");
    }

    [Fact]
    public void names_the_creator_of_a_private_attribute_that_it_inserts()
    {
        var modified = Modify(s_instance, """{"Replace":{"000b,1001":"new"},"PrivateCreator":"NEWCO"}""");

        ((DicomElement)modified.File.Dataset.Find(new DicomTag(0x000B, 0x1001))!).GetBytes().ToArray().ShouldBe("new\0"u8.ToArray());
        modified["000b,0010"].ShouldBe("NEWCO");
        Modify(s_instance, """{"Replace":{"0009,1001":"new"},"PrivateCreator":"NEWCO"}""")["0009,0010"].ShouldBe("ACME");
        Modify(s_instance, """{"Replace":{"000b,1001":"new"}}""")["000b,0010"].ShouldBeNull();
    }

    [Fact]
    public void makes_sequences_of_arrays_of_objects()
    {
        var modified = Modify(
            s_instance,
            """{"Replace":{"ReferencedStudySequence":[{"PatientName":"Zo\u00eb","Rows":3,"ReferencedSeriesSequence":[{"StudyDate":"20240102"}]},{}],"ProcedureCodeSequence":[]}}""");

        modified["ReferencedStudySequence"].ShouldBe("(2)");
        modified["ReferencedStudySequence", "PatientName"].ShouldBe("Zoë");
        modified["ReferencedStudySequence", "Rows"].ShouldBe("3");
        modified["ReferencedStudySequence", "ReferencedSeriesSequence", "StudyDate"].ShouldBe("20240102");
        modified["ProcedureCodeSequence"].ShouldBe("(0)");
    }

    [Theory]
    [InlineData("ReferencedImageSequence[0].PatientName", "Z", "C^D")]
    [InlineData("0008,1140[1].0010,0010", "A^B", "Z")]
    [InlineData(" ReferencedImageSequence [ * ] . PatientName ", "Z", "Z")]
    [InlineData("ReferencedImageSequence[2].PatientName", "A^B", "C^D")]
    [InlineData("ReferencedStudySequence[0].PatientName", "A^B", "C^D")]
    public void follows_paths_into_the_items_that_are_there(string path, string first, string second)
    {
        var modified = Modify(s_instance, $$$"""{"Replace":{"{{{path}}}":"Z"}}""");

        var items = ((DicomSequence)modified.File.Dataset.Find(Tag("ReferencedImageSequence"))!).Items;
        items.Select(item => item.TryGetString(DicomTag.PatientName, out var name) ? name : "").ShouldBe([first, second]);
        modified["ReferencedStudySequence"].ShouldBeNull();
    }

    [Fact]
    public void removes_and_inserts_by_path()
    {
        var modified = Modify(s_instance,
            """{"Remove":["ReferencedImageSequence[*].PatientName"],"Replace":{"ReferencedImageSequence[0].PatientSex":"O"}}""");

        modified["ReferencedImageSequence", "PatientName"].ShouldBeNull();
        modified["ReferencedImageSequence", "PatientSex"].ShouldBe("O");
    }

    [Fact]
    public void writes_text_in_the_character_set_of_the_file() =>
        Modify(s_instance, """{"Replace":{"PatientName":"\u00e9\u4e00"}}""")["PatientName"].ShouldBe("é");

    [Fact]
    public void writes_all_text_anew_when_the_character_set_changes()
    {
        var latin = s_instance.With(Tag("InstitutionName"), "LO", "Hôpital");

        var modified = Modify(latin, """{"Replace":{"SpecificCharacterSet":"ISO_IR 192","PatientName":"\u5c71"}}""");

        modified["SpecificCharacterSet"].ShouldBe("ISO_IR 192");
        modified["PatientName"].ShouldBe("山");
        modified["InstitutionName"].ShouldBe("Hôpital");
        modified.Bytes.AsSpan().IndexOf("Hôpital"u8).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void takes_bytes_as_a_data_uri()
    {
        var modified = Modify(s_instance,
            """{"Replace":{"EncapsulatedDocument":"data:Application/PDF;filename=a.pdf;base64,JVBE%52i0x","PatientName":"data:text/plain;base64,QQ=="}}""");

        ((DicomElement)modified.File.Dataset.Find(DicomTag.EncapsulatedDocument)!).GetBytes().ToArray().ShouldBe("%PDF-1"u8.ToArray());
        modified["PatientName"].ShouldBe("data:text/plain;base64,QQ=="); // text stays text
        Refused("""{"Replace":{"EncapsulatedDocument":"data:application/pdf;base64,SGVsbG8="}}""").ShouldBe(OrthancError.BadFileFormat);
        Refused("""{"Replace":{"EncapsulatedDocument":"data:application/pdf;base64,?"}}""").ShouldBe(OrthancError.BadFileFormat);
        Refused("""{"Replace":{"PixelData":"data:image/png;base64,AAAA"}}""").ShouldBe(OrthancError.BadFileFormat);
    }

    [Fact]
    public void says_in_the_file_meta_information_what_the_file_is()
    {
        var source = s_instance with { FileMetaInfo = s_instance.FileMetaInfo.With(DicomTag.SourceApplicationEntityTitle,
            "AE", "SOMEONE") };

        var modified = Modify(source, """{"Replace":{"StudyDescription":"New"}}""");

        modified.File.FileMetaInfo.TryGetString(DicomTag.MediaStorageSOPInstanceUID, out var uid).ShouldBeTrue();
        uid.ShouldBe(modified["SOPInstanceUID"]);
        modified.File.FileMetaInfo.Contains(DicomTag.SourceApplicationEntityTitle).ShouldBeFalse();
        modified.File.TransferSyntax.ShouldBe(DicomTransferSyntax.ExplicitVRLittleEndian);
    }

    [Theory]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    [InlineData(SyntheticInstance.DeflatedExplicitVRLittleEndian)]
    public void leaves_pixels_alone_in_every_syntax(string syntax)
    {
        var source = s_instance.WithImage(64, 64).WithTransferSyntax(syntax);

        var modified = Modify(source, """{"Replace":{"Rows":"64"}}""");

        modified.File.TransferSyntax.UID.ShouldBe(syntax);
        modified["Rows"].ShouldBe("64");
        Pixels(modified.File).ShouldBe(Pixels(DicomFile.Open(source.ToBytes())));
    }

    [Fact]
    public void leaves_compressed_pixels_alone()
    {
        var source = s_instance.WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 8, 8, [1, 2, 3, 4], [5, 6]);

        var fragments = (DicomFragmentSequence)Modify(source, "{}").File.Dataset.Find(DicomTag.PixelData)!;

        fragments.Fragments.Count.ShouldBe(3);
        fragments.GetBytes(1).ToArray().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void writes_in_another_syntax_when_asked()
    {
        var modified = Modify(s_instance.WithImage(8, 8), """{"Transcode":"1.2.840.10008.1.2"}""");
        modified.File.TransferSyntax.ShouldBe(DicomTransferSyntax.ImplicitVRLittleEndian);

        var compressed = Modify(s_instance.WithImage(8, 8), """{"Transcode":"1.2.840.10008.1.2.5"}""");
        compressed.File.TransferSyntax.ShouldBe(DicomTransferSyntax.RLELossless);
        compressed.File.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomFragmentSequence>();
        Refused("""{"Transcode":"1.2.840.10008.1.2.4.100"}""").ShouldBe(OrthancError.ParameterOutOfRange);
    }

    [Fact]
    public void gives_what_lost_something_a_uid_of_its_own_but_not_two()
    {
        var image = s_instance.WithImage(16, 16, bits: 8);
        const string Lossy = "\"Transcode\":\"1.2.840.10008.1.2.4.50\"";

        Modify(image, "{" + Lossy + "}")["SOPInstanceUID"].ShouldBe(Modify(image, "{}")["SOPInstanceUID"]);
        var kept = Modify(image, "{" + Lossy + ",\"Keep\":[\"SOPInstanceUID\"],\"Force\":true}");
        kept["SOPInstanceUID"].ShouldNotBe("2.25.1000.1.1.1.1");
        kept["SOPInstanceUID"].ShouldBe(Modify(image, "{" + Lossy + ",\"Keep\":[\"SOPInstanceUID\"],\"Force\":true}")["SOPInstanceUID"]);
        kept["LossyImageCompression"].ShouldBe("01");
    }

    [Fact]
    public void gives_the_same_bytes_every_time()
    {
        const string Request = """{"Replace":{"PatientName":"z","ReferencedStudySequence":[{"PatientName":"x"}]}}""";
        Modify(s_instance, Request).Bytes.ShouldBe(Modify(s_instance, Request).Bytes);
        Modify(s_instance, Request, seed: "another").Bytes.ShouldNotBe(Modify(s_instance, Request).Bytes);
    }

    private static byte[] Pixels(DicomFile file) => ((DicomElement)file.Dataset.Find(DicomTag.PixelData)!).GetBytes().ToArray();
}
