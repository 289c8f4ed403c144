using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using static EventDicom.Domain.Tests.Modifying.ModifiedInstance;

namespace EventDicom.Domain.Tests.Modifying;

public sealed class AnonymizingAnInstance
{
    private static readonly DicomTag s_private = new(0x0009, 0x1001);

    private static readonly SyntheticDataset s_item = SyntheticDataset.Empty
        .With(Tag("ReferencedSOPInstanceUID"), "2.25.1000.1.1.1.2").With(Tag("ReferencedSOPClassUID"), SyntheticInstance.SecondaryCapture)
        .With(Tag("SOPInstanceUID"), "2.25.1000.1.1.1.1").With(Tag("StudyInstanceUID"), "2.25.1000.1.1")
        .With(Tag("SeriesInstanceUID"), "2.25.1000.1.1.1")
        .With(Tag("PatientName"), "In^Ner").With(Tag("PatientID"), "SYN1").With(Tag("StudyDate"), "20240102")
        .With(Tag("InstitutionName"), "Clinic")
        .With(Tag("FrameOfReferenceUID"), "1.9").With(Tag("Rows"), "3")
        .With(new DicomTag(0x0009, 0x0010), "LO", "ACME").With(s_private, "LO", "secret")
        .WithSequence(Tag("ReferencedInstanceSequence"),
            SyntheticDataset.Empty.With(Tag("PatientName"), "De^Eper").With(Tag("StationName"), "st"));

    private static readonly SyntheticInstance s_instance = SyntheticInstance.Create()
        .With(Tag("StudyDescription"), "Desc").With(Tag("InstitutionName"), "Clinic").With(Tag("FrameOfReferenceUID"), "1.9")
        .With(Tag("InstanceCreationDate"), "20240102").With(Tag("PatientComments"), "talks").With(Tag("Manufacturer"), "ACME")
        .With(new DicomTag(0x0009, 0x0010), "LO", "ACME").With(s_private, "LO", "secret")
        .With(DicomTag.OverlayComments, "LT", "overlay").With(new DicomTag(0x5002, 0x0020), "US", "1")
        .WithSequence(Tag("ReferencedImageSequence"), s_item)
        .WithSequence(Tag("OtherPatientIDsSequence"), SyntheticDataset.Empty.With(Tag("PatientID"), "other"));

    [Fact]
    public void hides_who_and_when()
    {
        var anonymous = Anonymize(s_instance);

        anonymous["PatientName"].ShouldBe("Anonymized1");
        anonymous["StudyDate"].ShouldBe("");
        anonymous["StudyTime"].ShouldBe("");
        anonymous["AccessionNumber"].ShouldBe("");
        foreach (var name in (string[])["StudyDescription", "InstitutionName", "InstanceCreationDate", "PatientComments",
            "OtherPatientIDsSequence", "0009,1001", "0009,0010", "6000,4000", "5002,0020"])
            anonymous[name].ShouldBeNull(name);
        anonymous["Modality"].ShouldBe("OT");
        anonymous["Manufacturer"].ShouldBe("ACME");
        anonymous["PatientIdentityRemoved"].ShouldBe("YES");
    }

    [Theory]
    [InlineData("2008", "Orthanc 1.13.0 - PS 3.15-2008 Table E.1-1", "20240102", null, "20240102")]
    [InlineData("2017c", "Orthanc 1.13.0 - PS 3.15-2017c Table E.1-1 Basic Profile", "", null, "20240102")]
    [InlineData("2021b", "Orthanc 1.13.0 - PS 3.15-2021b Table E.1-1 Basic Profile", "", null, "20240102")]
    [InlineData("2023b", "Orthanc 1.13.0 - PS 3.15-2023b Table E.1-1 Basic Profile", "", null, null)]
    public void follows_the_edition_that_is_asked_for(string version, string method, string studyDate, string? institution,
        string? creationDate)
    {
        var anonymous = Anonymize(s_instance, $$"""{"DicomVersion":"{{version}}"}""");

        anonymous["DeidentificationMethod"].ShouldBe(method);
        anonymous["DeidentificationMethodCodeSequence"].ShouldBeNull();
        anonymous["StudyDate"].ShouldBe(studyDate);
        anonymous["InstitutionName"].ShouldBe(institution);
        anonymous["InstanceCreationDate"].ShouldBe(creationDate);
    }

    [Fact]
    public void knows_no_other_edition()
    {
        RefusedAnonymously("""{"DicomVersion":"2017d"}""").ShouldBe(OrthancError.ParameterOutOfRange);
        RefusedAnonymously("""{"DicomVersion":2017}""").ShouldBe(OrthancError.BadFileFormat);
        RefusedAnonymously("""{"KeepPrivateTags":1}""").ShouldBe(OrthancError.BadFileFormat);
        Anonymize(s_instance)["DeidentificationMethod"]!.ShouldContain("2023b");
    }

    [Theory]
    [InlineData("""{"Keep":["StudyDate"]}""")]
    [InlineData("""{"Remove":["Rows"]}""")]
    [InlineData("""{"Replace":{"PatientName":"x"}}""")]
    [InlineData("""{"KeepPrivateTags":true}""")]
    [InlineData("""{"Keep":["ReferencedImageSequence[0].StudyDate"]}""")]
    public void claims_no_profile_that_it_did_not_follow(string request)
    {
        var anonymous = Anonymize(s_instance.With(DicomTag.DeidentificationMethod, "Somebody's"), request);

        anonymous["DeidentificationMethod"].ShouldBe("Orthanc 1.13.0");
        anonymous["DeidentificationMethodCodeSequence"].ShouldBeNull();
        anonymous["PatientIdentityRemoved"].ShouldBe("YES");
    }

    [Theory]
    [InlineData("""{"Keep":["DeidentificationMethod"]}""", "Somebody's")]
    [InlineData("""{"Remove":["DeidentificationMethod"]}""", null)]
    [InlineData("""{"Replace":{"DeidentificationMethod":"Mine"}}""", "Mine")]
    public void leaves_the_method_to_who_asks_for_it(string request, string? method) =>
        Anonymize(s_instance.With(DicomTag.DeidentificationMethod, "Somebody's"), request)["DeidentificationMethod"].ShouldBe(method);

    [Fact]
    public void does_otherwise_where_it_is_told_so()
    {
        var anonymous = Anonymize(
            s_instance,
            """{"Keep":["StudyDate","InstitutionName","FrameOfReferenceUID"],"Replace":{"PatientName":"Doe","StudyDescription":"x"},"Remove":["Manufacturer","Modality"]}""");

        anonymous["StudyDate"].ShouldBe("20240102");
        anonymous["InstitutionName"].ShouldBe("Clinic");
        anonymous["FrameOfReferenceUID"].ShouldBe("1.9");
        anonymous["PatientName"].ShouldBe("Doe");
        anonymous["StudyDescription"].ShouldBe("x");
        anonymous["Manufacturer"].ShouldBeNull();
        anonymous["Modality"].ShouldBeNull();
        Anonymize(s_instance, """{"Keep":["PatientName"]}""")["PatientName"].ShouldBe("Synthetic^Patient1");
        Anonymize(s_instance, """{"Remove":["PatientName"]}""")["PatientName"].ShouldBeNull();
    }

    [Fact]
    public void keeps_private_attributes_when_asked()
    {
        var anonymous = Anonymize(s_instance, """{"KeepPrivateTags":true}""");
        anonymous["0009,1001"].ShouldBe("secret");
        anonymous["ReferencedImageSequence", "0009,1001"].ShouldBe("secret");

        var one = Anonymize(s_instance, """{"Keep":["0009,1001"]}""");
        one["0009,1001"].ShouldBe("secret");
        one["0009,0010"].ShouldBe("ACME");
    }

    [Fact]
    public void goes_into_sequences()
    {
        var anonymous = Anonymize(s_instance);
        string? Nested(string name) => anonymous["ReferencedImageSequence", name];

        Nested("StudyDate").ShouldBe("");
        Nested("InstitutionName").ShouldBeNull();
        Nested("0009,1001").ShouldBeNull();
        Nested("0009,0010").ShouldBeNull();
        Nested("Rows").ShouldBe("3");
        Nested("PatientID").ShouldBe(anonymous["PatientID"]);
        Guid.TryParseExact(Nested("PatientName"), "D", out _).ShouldBeTrue();
        Nested("StudyInstanceUID").ShouldBe(anonymous["StudyInstanceUID"]);
        Nested("SeriesInstanceUID").ShouldBe(anonymous["SeriesInstanceUID"]);
        Nested("SOPInstanceUID").ShouldBe(anonymous["SOPInstanceUID"]);
        Nested("FrameOfReferenceUID").ShouldBe(anonymous["FrameOfReferenceUID"]);
        Nested("ReferencedSOPClassUID").ShouldBe(SyntheticInstance.SecondaryCapture);
        anonymous["ReferencedImageSequence", "ReferencedInstanceSequence", "StationName"].ShouldBeNull();
        anonymous["ReferencedImageSequence", "ReferencedInstanceSequence", "PatientName"].ShouldNotBe("De^Eper");
    }

    [Fact]
    public void makes_references_follow_the_instances_that_they_mean()
    {
        var referred = Anonymize(SyntheticInstance.Create(instance: 2));

        Anonymize(s_instance)["ReferencedImageSequence", "ReferencedSOPInstanceUID"].ShouldBe(referred["SOPInstanceUID"]);
        Anonymize(s_instance)["FrameOfReferenceUID"]
            .ShouldBe(Anonymize(SyntheticInstance.Create(series: 2).With(Tag("FrameOfReferenceUID"), "1.9"))["FrameOfReferenceUID"]);
    }

    [Fact]
    public void makes_references_follow_identifiers_that_are_imposed_or_kept()
    {
        var imposed = Anonymize(s_instance, """{"Replace":{"StudyInstanceUID":"1.2.3","PatientID":"P"},"Force":true}""");
        imposed["ReferencedImageSequence", "StudyInstanceUID"].ShouldBe("1.2.3");
        imposed["ReferencedImageSequence", "PatientID"].ShouldBe("P");

        var kept = Anonymize(s_instance, """{"Keep":["SOPInstanceUID"],"Force":true}""");
        kept["ReferencedImageSequence", "ReferencedSOPInstanceUID"].ShouldBe("2.25.1000.1.1.1.2");
        kept["FrameOfReferenceUID"].ShouldNotBe("1.9");
    }

    [Fact]
    public void knows_that_structure_sets_name_a_study_as_if_it_were_an_instance()
    {
        var structures = SyntheticInstance.Create().WithSequence(
            Tag("ReferencedFrameOfReferenceSequence"),
            SyntheticDataset.Empty.With(Tag("FrameOfReferenceUID"), "1.9").WithSequence(
                Tag("RTReferencedStudySequence"),
                SyntheticDataset.Empty.With(Tag("ReferencedSOPInstanceUID"), "2.25.1000.1.1").WithSequence(
                    Tag("RTReferencedSeriesSequence"),
                    SyntheticDataset.Empty.With(Tag("SeriesInstanceUID"), "2.25.1000.1.1.1").WithSequence(
                        Tag("ContourImageSequence"), SyntheticDataset.Empty.With(Tag("ReferencedSOPInstanceUID"), "2.25.1000.1.1.1.2")))));

        var anonymous = Anonymize(structures);

        string[] study = ["ReferencedFrameOfReferenceSequence", "RTReferencedStudySequence"];
        anonymous[[.. study, "ReferencedSOPInstanceUID"]].ShouldBe(anonymous["StudyInstanceUID"]);
        anonymous[[.. study, "RTReferencedSeriesSequence", "SeriesInstanceUID"]].ShouldBe(anonymous["SeriesInstanceUID"]);
        anonymous[[.. study, "RTReferencedSeriesSequence", "ContourImageSequence", "ReferencedSOPInstanceUID"]]
            .ShouldBe(Anonymize(SyntheticInstance.Create(instance: 2))["SOPInstanceUID"]);
    }

    [Fact]
    public void leaves_what_is_kept_within_sequences()
    {
        Anonymize(s_instance, """{"Keep":["ReferencedImageSequence[0].InstitutionName"]}""")["ReferencedImageSequence", "InstitutionName"]
            .ShouldBe("Clinic");
        Anonymize(s_instance, """{"Keep":["ReferencedImageSequence[1].InstitutionName"]}""")["ReferencedImageSequence", "InstitutionName"]
            .ShouldBeNull();
        Anonymize(s_instance, """{"Keep":["InstitutionName"]}""")["ReferencedImageSequence", "InstitutionName"].ShouldBe("Clinic");
        // Unlike Orthanc: a new value for the first level is no reason to show the old one below it
        Anonymize(s_instance, """{"Replace":{"InstitutionName":"x"}}""")["ReferencedImageSequence", "InstitutionName"].ShouldBeNull();

        var whole = Anonymize(s_instance, """{"Keep":["ReferencedImageSequence"]}""");
        whole["ReferencedImageSequence", "PatientName"].ShouldBe("In^Ner");
        whole["ReferencedImageSequence", "0009,1001"].ShouldBe("secret");
        whole["ReferencedImageSequence", "ReferencedSOPInstanceUID"].ShouldBe("2.25.1000.1.1.1.2");
    }

    [Fact]
    public void applies_the_profile_also_to_what_it_puts_into_sequences()
    {
        var anonymous = Anonymize(s_instance,
            """{"Replace":{"ReferencedImageSequence":[{"PatientName":"mine","StudyDate":"2010"}],"SourceImageSequence[0].PatientName":"x"}}""");

        anonymous["ReferencedImageSequence", "StudyDate"].ShouldBe("");
        Anonymize(s_instance, """{"Replace":{"ReferencedImageSequence[*].PatientName":"ZZ"}}""")["ReferencedImageSequence", "PatientName"]
            .ShouldBe("ZZ");
    }

    [Fact]
    public void maps_each_of_several_uids()
    {
        var anonymous = Anonymize(SyntheticInstance.Create().With(Tag("FailedSOPInstanceUIDList"), "2.25.1000.1.1.1.1\\2.25.1000.1.1.1.2"));

        anonymous["FailedSOPInstanceUIDList"]
            .ShouldBe($"{anonymous["SOPInstanceUID"]}\\{Anonymize(SyntheticInstance.Create(instance: 2))["SOPInstanceUID"]}");
    }

    [Fact]
    public void leaves_nothing_of_the_file_meta_information_and_of_signatures()
    {
        var signed = s_instance.WithSequence(DicomTag.DigitalSignaturesSequence,
            SyntheticDataset.Empty.With(DicomTag.CertificateOfSigner, "OB", "cert"))
            with { FileMetaInfo = s_instance.FileMetaInfo.With(DicomTag.SourceApplicationEntityTitle, "AE", "HOSPITAL") };

        var anonymous = Anonymize(signed);

        anonymous["fffa,fffa"].ShouldBeNull();
        anonymous.Bytes.AsSpan().IndexOf("HOSPITAL"u8).ShouldBe(-1);
    }

    // What Orthanc 1.10.1, whose edition is 2021b, makes of this instance; DeidentificationMethod is there since 1.12.7
    [Fact]
    public void makes_the_same_of_an_instance_as_Orthanc()
    {
        var gold = SyntheticInstance.Create()
            .With(Tag("SpecificCharacterSet"), "ISO_IR 100").With(Tag("SeriesDate"), "20200102").With(Tag("SeriesTime"), "030405")
            .With(Tag("AcquisitionDate"), "20200102").With(Tag("AcquisitionTime"), "030405").With(Tag("ContentDate"), "20200102")
            .With(Tag("ContentTime"), "030405")
            .With(Tag("InstanceCreationDate"), "20200102").With(Tag("InstanceCreationTime"), "030405")
            .With(Tag("StudyDescription"), "Étude").With(Tag("AccessionNumber"), "")
            .With(Tag("WindowCenter"), "100").With(Tag("WindowWidth"), "100").With(Tag("PatientComments"), new string('x', 257))
            .With(new DicomTag(0x0009, 0x0010), "LO", "GOLDCREATOR")
            .Without(Tag("SeriesNumber"))
            .WithSequence(
                Tag("ReferencedStudySequence"),
                SyntheticDataset.Empty.With(Tag("ReferencedSOPClassUID"), "1.2.840.10008.3.1.2.3.1")
                .With(Tag("ReferencedSOPInstanceUID"), "1.2.3.1"))
            .WithImage(2, 4, bits: 8);

        var anonymous = Anonymize(gold, """{"DicomVersion":"2021b","Keep":["StudyDescription"]}""");

        anonymous.File.Dataset.AsEnumerable().Select(item => DicomDictionary.Default.NameOf(item.Tag))
            .Order(StringComparer.Ordinal).ShouldBe(
        [
            "AccessionNumber", "BitsAllocated", "BitsStored", "Columns", "ContentDate", "ContentTime", "DeidentificationMethod", "HighBit",
            "InstanceCreationDate", "InstanceCreationTime",
            "InstanceNumber", "Modality", "PatientID", "PatientIdentityRemoved", "PatientName", "PhotometricInterpretation", "PixelData",
            "PixelRepresentation", "Rows",
            "SOPClassUID", "SOPInstanceUID", "SamplesPerPixel", "SeriesInstanceUID", "SpecificCharacterSet", "StudyDate",
            "StudyDescription", "StudyInstanceUID", "StudyTime",
            "WindowCenter", "WindowWidth",
        ]);
        foreach (var emptied in (string[])["AccessionNumber", "ContentDate", "ContentTime", "StudyDate", "StudyTime"])
            anonymous[emptied].ShouldBe("", emptied);
        anonymous["InstanceCreationDate"].ShouldBe("20200102");
        anonymous["StudyDescription"].ShouldBe("Étude");
    }
}
