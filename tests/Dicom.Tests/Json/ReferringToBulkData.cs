using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Json;

/// <summary>Bytes in the models of a data set by the address where they are, and what those addresses lead to.</summary>
public sealed class ReferringToBulkData
{
    private const string Address = "http://h/bulk";

    private static readonly XNamespace s_native = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

    private static readonly SyntheticInstance s_instance = SyntheticInstance.Create()
        .With(DicomTag.Rows, "US", "512")
        .With(DicomTag.TextValue, "UT", "short")
        .WithBytes(new DicomTag(0x0009, 0x1001), "UN", [1, 2, 3, 4])
        .WithBytes(new DicomTag(0x0009, 0x1002), "OB", [])
        .WithBytes(DicomTag.ICCProfile, "OB", [7, 8])
        .WithBytes(DicomTag.RedPaletteColorLookupTableData, "OW", [1, 0, 2, 1])
        .WithSequence(DicomTag.WaveformSequence, SyntheticDataset.Empty, SyntheticDataset.Empty.WithSequence(
            DicomTag.ChannelDefinitionSequence, SyntheticDataset.Empty.WithBytes(DicomTag.WaveformPaddingValue, "OW", [5, 6])))
        .WithBytes(DicomTag.PixelData, "OW", [1, 2, 3, 4]);

    [Fact]
    public void the_models_name_the_address_of_each_value()
    {
        var json = Json(s_instance, new() { BulkDataAddress = Address });

        json["7FE00010"].ShouldBeJson("""{"vr":"OW","BulkDataURI":"http://h/bulk/7fe00010"}""");
        json["00282000"].ShouldBeJson("""{"vr":"OB","BulkDataURI":"http://h/bulk/00282000"}""");
        json["00091001"].ShouldBeJson("""{"vr":"UN","BulkDataURI":"http://h/bulk/00091001"}""");
        json["00091002"].ShouldBeJson("""{"vr":"OB"}""");
        json["00280010"].ShouldBeJson("""{"vr":"US","Value":[512]}""");
        json["54000100"]!["Value"]![1]!["003A0200"]!["Value"]![0]!["5400100A"].ShouldBeJson(
            """{"vr":"OW","BulkDataURI":"http://h/bulk/54000100/2/003a0200/1/5400100a"}""");

        var pixels = Xml(s_instance).Elements(s_native + "DicomAttribute").Single(attribute => (string?)attribute.Attribute("tag") == "7FE00010");
        ((string?)pixels.Element(s_native + "BulkData")!.Attribute("uri")).ShouldBe("http://h/bulk/7fe00010");
    }

    [Fact]
    public void bytes_in_Base64_leave_pixels_and_unknown_values_where_they_are()
    {
        var json = Json(s_instance, new() { BulkDataAddress = Address, Other = DicomModelBytes.Base64 });

        json["00282000"].ShouldBeJson("""{"vr":"OB","InlineBinary":"Bwg="}""");
        json["00281201"].ShouldBeJson("""{"vr":"OW","InlineBinary":"AQACAQ=="}""");
        json["00091001"]!["BulkDataURI"].ShouldNotBeNull();
        json["7FE00010"]!["BulkDataURI"].ShouldNotBeNull();
    }

    [Fact]
    public void bytes_as_numbers_have_their_size()
    {
        var json = Json(s_instance, new() { BulkDataAddress = Address, Other = DicomModelBytes.Numbers });

        json["00282000"].ShouldBeJson("""{"vr":"OB","Value":[7,8]}""");
        json["00281201"].ShouldBeJson("""{"vr":"OW","Value":[1,258]}""");
        json["00091001"]!["BulkDataURI"].ShouldNotBeNull();
    }

    [Fact]
    public void pixels_have_an_address_although_they_were_not_read()
    {
        var options = new DicomReadOptions { StopBeforePixelData = true };
        var compressed = SyntheticInstance.Create().WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2]);

        Json(s_instance, new() { BulkDataAddress = Address }, options)["7FE00010"]!["BulkDataURI"].ShouldNotBeNull();
        Json(compressed, new() { BulkDataAddress = Address })["7FE00010"].ShouldBeJson(
            """{"vr":"OB","BulkDataURI":"http://h/bulk/7fe00010"}""");
    }

    [Fact]
    public void text_that_is_long_has_an_address_too()
    {
        var instance = SyntheticInstance.Create().With(DicomTag.TextValue, "UT", new string('x', (1 << 20) + 2));
        Json(instance, new() { BulkDataAddress = Address })["0040A160"].ShouldBeJson("""{"vr":"UT","BulkDataURI":"http://h/bulk/0040a160"}""");
    }

    [Theory]
    [InlineData("00282000", "7,8")]
    [InlineData("7fe0,0010", "1,2,3,4")]
    [InlineData("ICCProfile", "7,8")]
    [InlineData("54000100/2/003a0200/1/5400100a", "5,6")]
    [InlineData("00080060", "79,84")]
    public void an_address_leads_to_the_bytes(string path, string expected) =>
        Found(s_instance, path).ShouldBe([expected]);

    [Fact]
    public void the_bytes_of_big_endian_words_are_turned_round() =>
        Found(SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ExplicitVRBigEndian).WithBytes(DicomTag.PixelData, "OW", [1, 2, 3, 4]), "7fe00010")
            .ShouldBe(["2,1,4,3"]);

    [Fact]
    public void compressed_pixels_are_their_fragments_behind_the_offset_table() =>
        Found(SyntheticInstance.Create().WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2], [3, 4]), "7fe00010")
            .ShouldBe(["", "1,2", "3,4"]);

    [Theory]
    [InlineData("", typeof(DicomBulkData.Malformed))]
    [InlineData("54000100/1", typeof(DicomBulkData.Malformed))]
    [InlineData("54000100/x/5400100a", typeof(DicomBulkData.Malformed))]
    [InlineData("54000100/0/5400100a", typeof(DicomBulkData.NotFound))]
    [InlineData("54000100/3/5400100a", typeof(DicomBulkData.NotFound))]
    [InlineData("00280010/1/5400100a", typeof(DicomBulkData.NotFound))]
    [InlineData("54000100", typeof(DicomBulkData.NotFound))]
    [InlineData("00100030", typeof(DicomBulkData.NotFound))]
    [InlineData("nothing", typeof(DicomBulkData.UnknownTag))]
    public void a_path_may_lead_nowhere(string path, Type answer) =>
        DicomBulkData.Find(DicomFile.Open(s_instance.ToBytes()).Dataset, path).ShouldBeOfType(answer);

    private static IEnumerable<string> Found(SyntheticInstance instance, string path) =>
        DicomBulkData.Find(DicomFile.Open(instance.ToBytes()).Dataset, path).ShouldBeOfType<DicomBulkData.Found>().Values.Select(value =>
        {
            var bytes = new byte[value.Length];
            value.Read(0, bytes).ShouldBe(bytes.Length);
            return string.Join(',', bytes);
        });

    private static JsonObject Json(SyntheticInstance instance, DicomModelOptions options, DicomReadOptions? reading = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            DicomJsonModel.Write(writer, DicomFile.Open(instance.ToBytes(), reading).Dataset, options);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    private static XElement Xml(SyntheticInstance instance)
    {
        using var stream = new MemoryStream();
        DicomXmlModel.Write(stream, DicomFile.Open(instance.ToBytes()).Dataset, options: new() { BulkDataAddress = Address });
        stream.Position = 0;
        return XElement.Load(stream);
    }
}
