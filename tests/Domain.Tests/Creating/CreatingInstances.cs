using System.Text;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Creating;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Tests.Creating;

/// <summary>The rules of create-dicom, without a server.</summary>
public sealed class CreatingInstances
{
    private static readonly InstanceCreator s_creator = new(DicomDictionary.Default, DicomEncoding.Latin1, new Noon());

    [Fact]
    public void generates_what_is_absent()
    {
        var dataset = One("""{"Tags": {"PatientName": "A"}}""");

        dataset.Select(item => item.Tag.ToString()).ShouldBe([
            "0008,0005", "0008,0012", "0008,0013", "0008,0018", "0008,0020", "0008,0021", "0008,0022", "0008,0023", "0008,0030",
            "0008,0031", "0008,0032", "0008,0033",
            "0010,0010", "0010,0020", "0020,000d", "0020,000e",
        ]);
        Text(dataset, DicomTag.StudyDate).ShouldBe("20240102");
        Text(dataset, DicomTag.ContentTime).ShouldBe("120000.000000");
        Text(dataset, DicomTag.SpecificCharacterSet).ShouldBe("ISO_IR 100");
        Guid.TryParse(Text(dataset, DicomTag.PatientID), out _).ShouldBeTrue();
    }

    [Fact]
    public void writes_tags_by_name_and_number_with_sequences_and_private_elements()
    {
        var dataset = One(
            """
            {"Tags": {"0010-0010": "Hex^Name", "Rows": "512", "PatientComments": null, "0009,0010": "CREATOR", "0009,1001": "hi",
              "0009,1002": "data:application/octet-stream;base64,AQID",
              "ReferencedStudySequence": [{"ReferencedSOPClassUID": "1.2", "ReferencedSeriesSequence": [{"SeriesInstanceUID": "1.3"}]}]}}
            """);

        Text(dataset, DicomTag.PatientName).ShouldBe("Hex^Name");
        Text(dataset, DicomTag.Rows).ShouldBe("512");
        Text(dataset, DicomTag.PatientComments).ShouldBe("");
        ((DicomElement)dataset.Find(new(0x0009, 0x1001))!).GetBytes().ToArray().ShouldBe("hi"u8.ToArray());
        ((DicomElement)dataset.Find(new(0x0009, 0x1002))!).GetBytes().ToArray().ShouldBe([1, 2, 3, 0]);
        var item = ((DicomSequence)dataset.Find(DicomTag.ReferencedStudySequence)!).Items.ShouldHaveSingleItem();
        Text(((DicomSequence)item.Find(DicomTag.ReferencedSeriesSequence)!).Items[0], DicomTag.SeriesInstanceUID).ShouldBe("1.3");
    }

    [Fact]
    public void leaves_data_URIs_as_text_when_told_to() =>
        Text(One("""{"Tags": {"PatientComments": "data:application/octet-stream;base64,AQID"}, "InterpretBinaryTags": false}"""),
            DicomTag.PatientComments)
            .ShouldBe("data:application/octet-stream;base64,AQID");

    [Fact]
    public void writes_text_in_the_character_set_that_is_named()
    {
        var dataset = One("""{"Tags": {"SpecificCharacterSet": "ISO_IR 192", "StudyDescription": "Étude"}}""");
        ((DicomElement)dataset.Find(DicomTag.StudyDescription)!).GetBytes().ToArray().ShouldBe(Encoding.UTF8.GetBytes("Étude"));
        ((DicomElement)One("""{"Tags": {"StudyDescription": "Étude"}}""").Find(DicomTag.StudyDescription)!).GetBytes().Span[0]
            .ShouldBe((byte)0xC9);
    }

    [Fact]
    public void describes_the_pixels_of_a_picture()
    {
        var gray = One($$"""{"Tags": {}, "Content": "{{SyntheticPicture.Png}}"}""");
        string.Join(' ', gray.Where(item => item.Tag.Group == 0x0028).Select(item => Text(gray, item.Tag)))
            .ShouldBe("1 MONOCHROME2 2 4 8 8 7 0");
        ((DicomElement)gray.Find(DicomTag.PixelData)!).GetBytes().ToArray().ShouldBe([0, 50, 100, 150, 200, 10, 20, 30]);

        var color = One($$"""{"Tags": {}, "Content": "{{SyntheticPicture.Pam(2, 1, 3, 255, 1, 2, 3, 4, 5, 6)}}"}""");
        string.Join(' ', color.Where(item => item.Tag.Group == 0x0028).Select(item => Text(color, item.Tag)))
            .ShouldBe("3 RGB 0 1 2 8 8 7 0");
    }

    [Fact]
    public void keeps_a_baseline_JPEG_when_told_to()
    {
        using var jpeg = new MemoryStream();
        JpegFile.Encode(new(8, 8, DicomBitmapFormat.Rgb24, new byte[8 * 8 * 3]), 90, jpeg);
        var uri = "data:image/jpeg;base64," + Convert.ToBase64String(jpeg.ToArray());

        var kept = Make($$"""{"Tags": {}, "Content": "{{uri}}", "Encapsulate": true}""").ShouldHaveSingleItem();
        kept.TransferSyntax.ShouldBe(DicomTransferSyntax.JPEGProcess1);
        var pixels = DicomPixelData.Create(Reopened(kept));
        pixels.ReadFrame(0).Span.StartsWith(jpeg.ToArray()).ShouldBeTrue();
        pixels.DecodeFrame(0).Samples.ToArray().ShouldAllBe(sample => sample < 4);
        Make($$"""{"Tags": {}, "Content": "{{uri}}"}""")[0].TransferSyntax.ShouldBe(DicomTransferSyntax.ExplicitVRLittleEndian);
    }

    [Theory]
    [InlineData("application/pdf", "%PDF-1.4", "1.2.840.10008.5.1.4.1.1.104.1", "OT")]
    [InlineData("application/pdf", "%PDF-1.4", "1.2.840.10008.5.1.4.1.1.104.1", "OT", ";filename=generated.pdf")]
    [InlineData("model/stl", "solid", "1.2.840.10008.5.1.4.1.1.104.3", "M3D")]
    [InlineData("model/obj", "v 1 2 3", "1.2.840.10008.5.1.4.1.1.104.4", "M3D")]
    [InlineData("model/mtl", "newmtl x", "1.2.840.10008.5.1.4.1.1.104.5", "M3D")]
    public void encapsulates_documents(string type, string document, string sopClass, string modality, string parameters = "")
    {
        var uri = $"data:{type}{parameters};base64,{Convert.ToBase64String(Encoding.ASCII.GetBytes(document))}";
        var dataset = One($$"""{"Tags": {}, "Content": "{{uri}}"}""");

        Text(dataset, DicomTag.SOPClassUID).ShouldBe(sopClass);
        Text(dataset, DicomTag.Modality).ShouldBe(modality);
        Text(dataset, DicomTag.MIMETypeOfEncapsulatedDocument).ShouldBe(type);
        Encoding.ASCII.GetString(((DicomElement)dataset.Find(DicomTag.EncapsulatedDocument)!).GetBytes().Span).TrimEnd('\0')
            .ShouldBe(document);
        Text(One($$"""{"Tags": {"Modality": "DOC"}, "Content": "{{uri}}"}"""), DicomTag.Modality).ShouldBe("DOC");
    }

    [Fact]
    public void makes_a_series_of_several_contents()
    {
        var files =
            Make($$$"""{"Tags": {"PatientID": "S"}, "Content": ["{{{SyntheticPicture.Png}}}", {"Content": "{{{SyntheticPicture.Png}}}", "Tags": {"ImageComments": "z"}}]}""");

        files.Select(file => Text(file.Dataset, DicomTag.InstanceNumber)).ShouldBe(["1", "2"]);
        files.Select(file => Text(file.Dataset, DicomTag.ImageIndex)).ShouldBe(["1", "2"]);
        files.Select(file => Text(file.Dataset, DicomTag.ImagesInAcquisition)).ShouldBe(["2", "2"]);
        files.Select(file => Text(file.Dataset, DicomTag.NumberOfTemporalPositions)).ShouldBe(["1", "1"]);
        files.Select(file => Text(file.Dataset, DicomTag.SOPInstanceUID)).Distinct().Count().ShouldBe(2);
        files.Select(file => Text(file.Dataset, DicomTag.SeriesInstanceUID)).Distinct().ShouldHaveSingleItem();
        Text(files[1].Dataset, DicomTag.ImageComments).ShouldBe("z");
    }

    [Theory]
    [InlineData(ResourceLevel.Patient, "S", null, null)]
    [InlineData(ResourceLevel.Study, "S", "1.2.3", null)]
    [InlineData(ResourceLevel.Series, "S", "1.2.3", "1.2.4")]
    public void inherits_the_modules_of_its_parent(ResourceLevel level, string patient, string? study, string? series)
    {
        var dataset = Make("""{"Tags": {"ImageComments": "new"}}""", Inheritance.From(Sibling(), level))[0].Dataset;

        Text(dataset, DicomTag.PatientID).ShouldBe(patient);
        if (study is null)
            Text(dataset, DicomTag.StudyInstanceUID).ShouldNotBe("1.2.3"); else Text(dataset, DicomTag.StudyInstanceUID).ShouldBe(study);
        if (series is null)
            Text(dataset, DicomTag.SeriesInstanceUID).ShouldNotBe("1.2.4"); else Text(dataset, DicomTag.SeriesInstanceUID).ShouldBe(series);
        Text(dataset, DicomTag.StudyDate).ShouldBe(level == ResourceLevel.Patient ? "20240102" : "19990101");
        Text(dataset, DicomTag.SOPInstanceUID).ShouldNotBe("1.2.5");
    }

    [Fact]
    public void lets_inherited_tags_be_replaced_by_force_only()
    {
        Refused("""{"Tags": {"PatientName": "B"}}""", Inheritance.From(Sibling(), ResourceLevel.Study))
            .ShouldBe(OrthancError.CreateDicomOverrideTag);
        Refused("""{"Tags": {"StudyInstanceUID": "1"}}""", Inheritance.From(Sibling(), ResourceLevel.Study))
            .ShouldBe(OrthancError.CreateDicomOverrideTag);
        Text(Make("""{"Tags": {"PatientName": "B"}, "Force": true}""", Inheritance.From(Sibling(), ResourceLevel.Study))[0].Dataset,
            DicomTag.PatientName).ShouldBe("B");
        Text(Make("""{"Tags": {"PatientID": "B", "StudyDate": "20000101"}}""", Inheritance.From(Sibling(), ResourceLevel.Study))[0].Dataset,
            DicomTag.StudyDate).ShouldBe("20000101");
    }

    [Fact]
    public void takes_the_deprecated_form()
    {
        var dataset = One($$"""{"PatientName": "B", "StudyInstanceUID": "1.3", "PixelData": "{{SyntheticPicture.Png}}"}""");
        dataset.Contains(DicomTag.StudyDate).ShouldBeFalse();
        Text(dataset, DicomTag.StudyInstanceUID).ShouldBe("1.3");
        Text(dataset, DicomTag.Columns).ShouldBe("4");
    }

    [Theory]
    [InlineData("""{"Tags": []}""", OrthancError.BadRequest)]
    [InlineData("""{"Tags": {"PatientName": 5}}""", OrthancError.BadParameterType)]
    [InlineData("""{"Tags": {"PatientName": [{}]}}""", OrthancError.BadParameterType)]
    [InlineData("""{"Tags": {"ReferencedStudySequence": [5]}}""", OrthancError.BadParameterType)]
    [InlineData("""{"Tags": {"ReferencedStudySequence": {}}}""", OrthancError.BadParameterType)]
    [InlineData("""{"Tags": {"ReferencedStudySequence": "x"}}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Tags": {"Rows": "abc"}}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Tags": {"Nope": "a"}}""", OrthancError.UnknownDicomTag)]
    [InlineData("""{"Tags": {"ReferencedStudySequence": [{"Nope": "1"}]}}""", OrthancError.UnknownDicomTag)]
    [InlineData("""{"Tags": {"SpecificCharacterSet": "NOPE"}}""", OrthancError.ParameterOutOfRange)]
    [InlineData("""{"PatientName": 5}""", OrthancError.CreateDicomNotString)]
    [InlineData("""{"Tags": {"StudyInstanceUID": "1.2"}}""", OrthancError.CreateDicomOverrideTag)]
    [InlineData("""{"Tags": {"PixelData": "a"}}""", OrthancError.CreateDicomUseContent)]
    [InlineData("""{"Tags": {}, "Content": [{}]}""", OrthancError.CreateDicomNoPayload)]
    [InlineData("""{"Tags": {}, "Content": [5]}""", OrthancError.CreateDicomUseDataUri)]
    [InlineData("""{"Tags": {}, "Content": [{"Content": 5}]}""", OrthancError.CreateDicomUseDataUri)]
    [InlineData("""{"Tags": {}, "Content": 5}""", OrthancError.CreateDicomUseDataUri)]
    [InlineData("""{"Tags": {}, "Parent": 5}""", OrthancError.CreateDicomBadParent)]
    [InlineData("""{"Tags": {}, "Force": 5}""", OrthancError.BadRequest)]
    [InlineData("""{"Tags": {}, "Content": "hello"}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Tags": {}, "Content": "data:image/png;base64,!!!"}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Tags": {}, "Content": "data:image/png;base64,AAAA"}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Tags": {}, "Content": "data:image/jpeg;base64,AAAA"}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Tags": {}, "Content": "data:application/pdf;base64,AAAA"}""", OrthancError.BadFileFormat)]
    [InlineData("""{"Tags": {}, "Content": "data:text/plain;base64,AAAA"}""", OrthancError.NotImplemented)]
    public void refuses_what_cannot_be_created(string body, OrthancError error) => Refused(body).ShouldBe(error);

    private static OrthancError Refused(string body, Inheritance? parent = null) => Try(body, parent).Refused!.Error;

    private static DicomDataset One(string body) => Reopened(Make(body).ShouldHaveSingleItem()).Dataset;

    private static List<DicomFile> Make(string body, Inheritance? parent = null) => Try(body, parent).Value;

    private static Answer<List<DicomFile>> Try(string body, Inheritance? parent)
    {
        if (CreateDicomRequest.Read(JsonDocument.Parse(body).RootElement).IsRefused(out var refused, out var request)) return refused;
        var made = new List<DicomFile>();
        return s_creator.Create(request, parent, made.Add) is { } impossible ? impossible : made;
    }

    private static DicomFile Reopened(DicomFile file)
    {
        using var saved = new MemoryStream();
        file.Save(saved);
        return DicomFile.Open(saved.ToArray());
    }

    private static DicomDataset Sibling() => new DicomDatasetBuilder()
        .AddOrUpdate(DicomTag.PatientName, "S").AddOrUpdate(DicomTag.PatientID, "S").AddOrUpdate(DicomTag.StudyDate, "19990101")
        .AddOrUpdate(DicomTag.StudyInstanceUID, "1.2.3").AddOrUpdate(DicomTag.SeriesInstanceUID, "1.2.4")
        .AddOrUpdate(DicomTag.SOPInstanceUID, "1.2.5").Build();

    private static string? Text(DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out var text) ? text : null;

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 1, 2, 12, 0, 0, TimeSpan.Zero);
    }
}
