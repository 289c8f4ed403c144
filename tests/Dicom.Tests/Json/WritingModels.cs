using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Json;

/// <summary>A data set in the models of PS3.18 annex F and PS3.19 annex A.</summary>
public sealed class WritingModels
{
    private static readonly XNamespace s_native = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

    private static readonly SyntheticInstance s_instance = SyntheticInstance.Create()
        .With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 192")
        .WithBytes(DicomTag.PatientName, "PN", Encoding.UTF8.GetBytes("Yamada^Tarou=山田^太郎"))
        .With(DicomTag.OtherPatientNames, "PN", "")
        .With(DicomTag.ImageType, "CS", "ORIGINAL\\\\PRIMARY")
        .With(DicomTag.PixelSpacing, "DS", "1,5\\0.25 \\x")
        .With(DicomTag.NumberOfFrames, "IS", "3")
        .With(DicomTag.Rows, "US", "512")
        .With(DicomTag.PatientComments, "LT", "a\\b \u0001")
        .With(DicomTag.FrameIncrementPointer, "AT", "0018,1063")
        .With(DicomTag.RealWorldValueSlope, "FD", "2\\0.5")
        .With(new DicomTag(0x0009, 0x0010), "LO", "SOMEONE")
        .WithBytes(new DicomTag(0x0009, 0x1001), "UN", [1, 2, 3, 4])
        .WithBytes(new DicomTag(0x0009, 0x1002), "OB", [])
        .WithBytes(DicomTag.RedPaletteColorLookupTableData, "OW", [1, 0, 2, 1])
        .WithBytes(DicomTag.VectorGridData, "OF", [0, 0, 0xC0, 0x3F])
        .WithBytes(DicomTag.AccessionNumber, "UN", "A1"u8.ToArray())
        .With(new DicomTag(0x0010, 0x0000), "UL", "10")
        .WithSequence(DicomTag.ReferencedImageSequence, SyntheticDataset.Empty.With(DicomTag.ReferencedSOPInstanceUID, "UI", "1.2"),
            SyntheticDataset.Empty)
        .WithSequence(DicomTag.ReferencedStudySequence)
        .WithBytes(DicomTag.PixelData, "OW", [1, 2, 3, 4]);

    [Fact]
    public void writes_JSON()
    {
        var json = Json(s_instance);

        json["00080005"].ShouldBeJson("""{"vr":"CS","Value":["ISO_IR 192"]}""");
        json["00100010"].ShouldBeJson("""{"vr":"PN","Value":[{"Alphabetic":"Yamada^Tarou","Ideographic":"山田^太郎"}]}""");
        json["00101001"].ShouldBeJson("""{"vr":"PN"}""");
        json["00080008"].ShouldBeJson("""{"vr":"CS","Value":["ORIGINAL",null,"PRIMARY"]}""");
        json["00280030"].ShouldBeJson("""{"vr":"DS","Value":["1.5","0.25"]}""");
        json["00280008"].ShouldBeJson("""{"vr":"IS","Value":[3]}""");
        json["00280010"].ShouldBeJson("""{"vr":"US","Value":[512]}""");
        json["00104000"].ShouldBeJson("""{"vr":"LT","Value":["a\\b \u0001"]}""");
        json["00280009"].ShouldBeJson("""{"vr":"AT","Value":["00181063"]}""");
        json["00409225"].ShouldBeJson("""{"vr":"FD","Value":[2,0.5]}""");
        json["00090010"].ShouldBeJson("""{"vr":"LO","Value":["SOMEONE"]}""");
        json["00091001"].ShouldBeJson("""{"vr":"UN","InlineBinary":"AQIDBA=="}""");
        json["00091002"].ShouldBeJson("""{"vr":"OB"}""");
        json["00281201"].ShouldBeJson("""{"vr":"OW","Value":[1,258]}""");
        json["00640009"].ShouldBeJson("""{"vr":"OF","Value":[1.5]}""");
        json["00080050"].ShouldBeJson("""{"vr":"SH","Value":["A1"]}""");
        json["00081140"].ShouldBeJson("""{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2"]}},{}]}""");
        json["00081110"].ShouldBeJson("""{"vr":"SQ"}""");
        json["7FE00010"].ShouldBeJson("""{"vr":"OW","InlineBinary":"AQIDBA=="}""");
        json.ContainsKey("00100000").ShouldBeFalse();
        json.Select(member => member.Key).ShouldAllBe(key => !key.StartsWith("0002", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRBigEndian)]
    public void writes_the_same_of_every_syntax(string syntax)
    {
        var instance = SyntheticInstance.Create().With(DicomTag.Rows, "US", "512").With(DicomTag.FrameIncrementPointer, "AT", "0018,1063")
            .With(DicomTag.RealWorldValueSlope, "FD", "2\\0.1").With(DicomTag.SelectorSLValue, "SL", "-2");
        Json(instance.WithTransferSyntax(syntax)).ShouldBeJson(Json(instance).ToJsonString());
    }

    [Fact]
    public void writes_the_words_of_big_endian_pixels_in_little_endian() =>
        Json(SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ExplicitVRBigEndian)
            .WithBytes(DicomTag.PixelData, "OW", [1, 2, 3, 4]))["7FE00010"]
            .ShouldBeJson("""{"vr":"OW","InlineBinary":"AgEEAw=="}""");

    [Fact]
    public void leaves_compressed_pixels_out() =>
        Json(SyntheticInstance.Create().WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2])).ContainsKey("7FE00010")
        .ShouldBeFalse();

    [Theory]
    [InlineData(24 * 1024)]
    [InlineData(24 * 1024 + 2)]
    [InlineData(100_000)]
    public void writes_large_values_piece_by_piece(int length)
    {
        var pixels = new byte[length];
        new Random(1).NextBytes(pixels);
        var instance = SyntheticInstance.Create().WithBytes(DicomTag.PixelData, "OB", pixels)
            .WithBytes(DicomTag.RedPaletteColorLookupTableData, "OW", pixels);

        var json = Json(instance);
        json["7FE00010"]!["InlineBinary"]!.GetValue<string>().ShouldBe(Convert.ToBase64String(pixels));
        json["00281201"]!["Value"]!.AsArray().Count.ShouldBe(length / 2);
        Attribute(Xml(instance), "7FE00010").Element(s_native + "InlineBinary")!.Value.ShouldBe(Convert.ToBase64String(pixels));
    }

    [Fact]
    public void writes_XML()
    {
        var xml = Xml(s_instance);

        var name = Attribute(xml, "00100010");
        ((string?)name.Attribute("keyword"), (string?)name.Attribute("vr")).ShouldBe(("PatientName", "PN"));
        name.Descendants(s_native + "Ideographic").Single().Elements().Select(part => (part.Name.LocalName, part.Value))
            .ShouldBe([("FamilyName", "山田"), ("GivenName", "太郎")]);
        Values("00080008").ShouldBe([("1", "ORIGINAL"), ("3", "PRIMARY")]);
        Values("00280030").ShouldBe([("1", "1.5"), ("2", "0.25")]);
        Values("00104000").ShouldBe([("1", "a\\b ")]);
        Values("00281201").ShouldBe([("1", "1"), ("2", "258")]);
        ((string?)Attribute(xml, "00091001").Attribute("privateCreator")).ShouldBe("SOMEONE");
        Attribute(xml, "00081140").Elements(s_native + "Item").Select(item => (string?)item.Attribute("number")).ShouldBe(["1", "2"]);
        Attribute(xml, "00091002").HasElements.ShouldBeFalse();

        IEnumerable<(string?, string)> Values(string tag) =>
            Attribute(xml, tag).Elements(s_native + "Value").Select(value => ((string?)value.Attribute("number"), value.Value));
    }

    private static XElement Attribute(XElement model, string tag) =>
        model.Elements(s_native + "DicomAttribute").Single(attribute => (string?)attribute.Attribute("tag") == tag);

    private static XElement Xml(SyntheticInstance instance)
    {
        using var stream = new MemoryStream();
        DicomXmlModel.Write(stream, DicomFile.Open(instance.ToBytes()).Dataset);
        stream.Position = 0;
        return XElement.Load(stream);
    }

    private static JsonObject Json(SyntheticInstance instance)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) DicomJsonModel.Write(writer, DicomFile.Open(instance.ToBytes()).Dataset);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }
}
