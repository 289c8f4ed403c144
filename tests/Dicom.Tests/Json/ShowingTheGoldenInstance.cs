using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace EventDicom.Dicom.Tests.Json;

public sealed class ShowingTheGoldenInstance
{
    private const string AllTags = """
        0008,0005 0008,0012 0008,0013 0008,0016 0008,0018 0008,0020 0008,0021 0008,0022 0008,0023 0008,0030 0008,0031 0008,0032 0008,0033
        0008,0050 0008,0060 0008,1030 0008,1110 0009,0010 0010,0010 0010,0020 0010,4000 0020,000d 0020,000e 0020,0013 0028,0002 0028,0004
        0028,0010 0028,0011 0028,0100 0028,0101 0028,0102 0028,0103 0028,1050 0028,1051 7fe0,0010
        """;

    private static readonly string[] s_tags = AllTags.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void starts_from_the_very_bytes()
    {
        GoldenInstance.Bytes.Length.ShouldBe(1110);
        GoldenInstance.File.PixelDataOffset.ShouldBe(1090);
#pragma warning disable CA5351 // The MD5 is Orthanc's, of its attachment
        Convert.ToHexStringLower(MD5.HashData(GoldenInstance.Bytes)).ShouldBe("d568f9b97de99039a231ad5d16e754cd");
#pragma warning restore CA5351
    }

    [Fact]
    public void in_full_gives_name_type_and_value()
    {
        var shown = JsonText.Of(GoldenInstance.File.Dataset, DicomJsonFormat.Full);

        shown.AsObject().Select(member => member.Key).ShouldBe(s_tags);
        Excerpt(shown).ShouldBeJson("""
            {
             "0008,0005": { "Name": "SpecificCharacterSet", "Type": "String", "Value": "ISO_IR 100" },
             "0008,0050": { "Name": "AccessionNumber", "Type": "String", "Value": "" },
             "0008,1030": { "Name": "StudyDescription", "Type": "String", "Value": "\u00c9tude" },
             "0008,1110": { "Name": "ReferencedStudySequence", "Type": "Sequence", "Value": [ {
                "0008,1150": { "Name": "ReferencedSOPClassUID", "Type": "String", "Value": "1.2.840.10008.3.1.2.3.1" },
                "0008,1155": { "Name": "ReferencedSOPInstanceUID", "Type": "String", "Value": "1.2.3.1" } } ] },
             "0009,0010": { "Name": "PrivateCreator", "Type": "String", "Value": "GOLDCREATOR" },
             "0010,0010": { "Name": "PatientName", "Type": "String", "Value": "Gold^Test" },
             "0010,4000": { "Name": "PatientComments", "Type": "TooLong", "Value": null },
             "0028,0010": { "Name": "Rows", "Type": "String", "Value": "2" },
             "0028,1050": { "Name": "WindowCenter", "Type": "String", "Value": "100" },
             "7fe0,0010": { "Name": "PixelData", "Type": "Null", "Value": null }
            }
            """);
    }

    [Fact]
    public void in_short_gives_values_by_tag()
    {
        var shown = JsonText.Of(GoldenInstance.File.Dataset, DicomJsonFormat.Short);

        shown.AsObject().Select(member => member.Key).ShouldBe(s_tags);
        Excerpt(shown).ShouldBeJson("""
            {
             "0008,0005": "ISO_IR 100",
             "0008,0050": "",
             "0008,1030": "\u00c9tude",
             "0008,1110": [ { "0008,1150": "1.2.840.10008.3.1.2.3.1", "0008,1155": "1.2.3.1" } ],
             "0009,0010": "GOLDCREATOR",
             "0010,0010": "Gold^Test",
             "0010,4000": null,
             "0028,0010": "2",
             "0028,1050": "100",
             "7fe0,0010": null
            }
            """);
    }

    [Fact]
    public void simplified_gives_values_by_name_in_the_order_of_names()
    {
        var shown = JsonText.Of(GoldenInstance.File.Dataset, DicomJsonFormat.Simplify).AsObject();

        var names = shown.Select(member => member.Key).ToList();
        names.Count.ShouldBe(s_tags.Length);
        names.ShouldBe(names.Order(StringComparer.Ordinal));
        string[] excerpt =
        [
            "SpecificCharacterSet", "AccessionNumber", "StudyDescription", "ReferencedStudySequence", "PrivateCreator", "PatientName",
            "PatientComments",
            "Rows", "WindowCenter", "PixelData",
        ];
        JsonText.Only(shown, excerpt).ShouldBeJson("""
            {
             "SpecificCharacterSet": "ISO_IR 100",
             "AccessionNumber": "",
             "StudyDescription": "\u00c9tude",
             "ReferencedStudySequence": [ { "ReferencedSOPClassUID": "1.2.840.10008.3.1.2.3.1", "ReferencedSOPInstanceUID": "1.2.3.1" } ],
             "PrivateCreator": "GOLDCREATOR",
             "PatientName": "Gold^Test",
             "PatientComments": null,
             "Rows": "2",
             "WindowCenter": "100",
             "PixelData": null
            }
            """);
    }

    [Fact]
    public void shows_the_header_without_its_bytes() =>
        JsonText.OfHeader(GoldenInstance.File.FileMetaInfo, DicomJsonFormat.Simplify).ShouldBeJson("""
            {
             "FileMetaInformationGroupLength": "152",
             "ImplementationClassUID": "1.2.276.0.7230010.3.0.3.6.7",
             "ImplementationVersionName": "OFFIS_DCMTK_367",
             "MediaStorageSOPClassUID": "1.2.840.10008.5.1.4.1.1.7",
             "MediaStorageSOPInstanceUID": "1.2.3.3",
             "TransferSyntaxUID": "1.2.840.10008.1.2.1"
            }
            """);

    [Fact]
    public void shows_the_header_in_full() =>
        JsonText.OfHeader(GoldenInstance.File.FileMetaInfo, DicomJsonFormat.Full)["0002,0000"].ShouldBeJson("""
            { "Name": "FileMetaInformationGroupLength", "Type": "String", "Value": "152" }
            """);

    [Theory]
    [InlineData("ReferencedStudySequence/0/0008-1155", "31 2e 32 2e 33 2e 31 00")]
    [InlineData("PatientName", "47 6f 6c 64 5e 54 65 73 74 20")]
    [InlineData("StudyDescription", "c9 74 75 64 65 20")]
    [InlineData("Rows", "02 00")]
    [InlineData("7fe0-0010/0", "00 32 64 96 c8 0a 14 1e")]
    public async Task gives_the_bytes_of_values(string path, string bytes)
    {
        var value = DicomContent.Navigate(GoldenInstance.File, path).ShouldBeOfType<DicomContentAnswer.Value>();

        using var copy = new MemoryStream();
        await value.CopyToAsync(copy);
        copy.ToArray().ShouldBe(Convert.FromHexString(bytes.Replace(" ", "")));
        value.Length.ShouldBe(copy.Length);
    }

    [Fact]
    public void lists_the_steps_on_the_way()
    {
        Steps("").ShouldBe(s_tags.Select(tag => tag.Replace(',', '-')));
        Steps("0008-1110").ShouldBe(["0"]);
        Steps("0008-1110/0").ShouldBe(["0008-1150", "0008-1155"]);
        Steps("7fe0-0010").ShouldBe(["0"]);
    }

    private static IReadOnlyList<string> Steps(string path) =>
        DicomContent.Navigate(GoldenInstance.File, path).ShouldBeOfType<DicomContentAnswer.Listing>().Steps;

    private static JsonObject Excerpt(JsonNode shown) => JsonText.Only(
        shown.AsObject(), "0008,0005", "0008,0050", "0008,1030", "0008,1110", "0009,0010", "0010,0010", "0010,4000", "0028,0010",
        "0028,1050", "7fe0,0010");
}
