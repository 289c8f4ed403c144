using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Json;

public sealed class ShowingADataset
{
    private static readonly DicomTag s_creator = new(0x0009, 0x0010);

    [Theory]
    [InlineData("LO", "text", "String", "text")]
    [InlineData("LO", "", "String", "")]
    [InlineData("DS", " 1 \\ 2 ", "String", " 1 \\ 2")]
    [InlineData("US", "1\\65535", "String", "1\\65535")]
    [InlineData("SS", "-1", "String", "-1")]
    [InlineData("SL", "-70000", "String", "-70000")]
    [InlineData("SV", "-5000000000", "String", "-5000000000")]
    [InlineData("UV", "18446744073709551615", "String", "18446744073709551615")]
    [InlineData("FL", "0.1", "String", "0.10000000149011612")]
    [InlineData("FD", "0.1\\1E-10", "String", "0.10000000000000001\\1e-10")]
    [InlineData("AT", "0010,0020", "String", "0010,0020")]
    [InlineData("US", "", "Null", null)]
    [InlineData("OW", "ab", "Null", null)]
    [InlineData("OB", "", "Null", null)]
    [InlineData("UN", "", "Null", null)]
    [InlineData("UN", "plain", "Null", null)]
    [InlineData("UN", "2\0\u0001", "Null", null)]
    [InlineData("OF", "\0\0\u00c0\u003f\0\0\u0020\u00c1", "String", "1.5\\-10")]
    [InlineData("OD", "\0\0\0\0\0\0\u00f8\u003f", "String", "1.5")]
    [InlineData("OL", "\u0001\0\0\0\u00ff\u00ff\u00ff\u00ff", "String", "1\\4294967295")]
    [InlineData("OV", "\u0002\0\0\0\0\0\0\0", "String", "2")]
    [InlineData("OF", "", "String", "")]
    public void tells_the_type_of_each_value(string vr, string value, string type, string? shown)
    {
        var tag = new DicomTag(0x0009, 0x1001);
        var dataset = Open(SyntheticInstance.Create().With(tag, vr, value));

        var full = JsonText.Of(dataset, DicomJsonFormat.Full)["0009,1001"]!;
        ((string?)full["Type"]).ShouldBe(type);
        ((string?)full["Value"]).ShouldBe(shown);
        full.AsObject().Select(member => member.Key).ShouldBe(["Name", "Type", "Value"]);
        ((string?)JsonText.Of(dataset, DicomJsonFormat.Short)["0009,1001"]).ShouldBe(shown);
        ((string?)JsonText.Of(dataset, DicomJsonFormat.Simplify)["Unknown Tag & Data"]).ShouldBe(shown);
    }

    [Fact]
    public void names_the_creator_of_private_elements()
    {
        var dataset = Open(SyntheticInstance.Create()
            .With(s_creator, "LO", "SOMEONE").With(new(0x0009, 0x1001), "LO", "a").WithSequence(new(0x0009, 0x1002))
            .With(new(0x0009, 0x1101), "LO", "b")
            .With(new(0x0029, 0x0010), "LO", "SIEMENS CSA HEADER").With(new(0x0029, 0x1008), "CS", "X"));

        var full = JsonText.Of(dataset, DicomJsonFormat.Full);
        full["0009,0010"].ShouldBeJson("""{ "Name": "PrivateCreator", "Type": "String", "Value": "SOMEONE" }""");
        full["0009,1002"].ShouldBeJson("""{ "Name": "Unknown Tag & Data", "Type": "Sequence", "Value": [] }""");
        full["0009,1001"].ShouldBeJson("""{ "Name": "Unknown Tag & Data", "PrivateCreator": "SOMEONE", "Type": "String", "Value": "a" }""");
        full["0009,1101"].ShouldBeJson("""{ "Name": "Unknown Tag & Data", "Type": "String", "Value": "b" }""");
        full["0029,1008"]
            .ShouldBeJson("""{ "Name": "CSAImageHeaderType", "PrivateCreator": "SIEMENS CSA HEADER", "Type": "String", "Value": "X" }""");
    }

    [Fact]
    public void lets_the_last_of_equal_names_win()
    {
        var dataset = Open(SyntheticInstance.Create()
            .With(s_creator, "LO", "A").With(new(0x0009, 0x1001), "LO", "first").With(new(0x0009, 0x10FF), "LO", "second")
            .With(new(0x0011, 0x0010), "LO", "B"));

        var shown = JsonText.Raw(writer => DicomJson.Write(writer, dataset, DicomJsonFormat.Simplify));

        shown.ShouldContain("\"PrivateCreator\":\"B\"");
        shown.ShouldContain("\"Unknown Tag \\u0026 Data\":\"second\"");
        shown.Split("PrivateCreator").Length.ShouldBe(2, "a name stands once in an object");
        shown.Split("Unknown Tag").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData('x', 256, true)]
    [InlineData('x', 257, false)]
    [InlineData('é', 128, true)]
    [InlineData('é', 130, false)]
    public void shows_no_text_of_more_than_256_bytes_of_utf8(char character, int count, bool isShown)
    {
        var text = new string(character, count);
        var dataset = Open(SyntheticInstance.Create().With(DicomTag.SpecificCharacterSet, "ISO_IR 100")
            .With(DicomTag.PatientComments, text));

        var full = JsonText.Of(dataset, DicomJsonFormat.Full)["0010,4000"]!;
        ((string?)full["Type"]).ShouldBe(isShown ? "String" : "TooLong");
        ((string?)full["Value"]).ShouldBe(isShown ? text : null);
        ((string?)JsonText.Of(dataset, DicomJsonFormat.Simplify)["PatientComments"]).ShouldBe(isShown ? text : null);
    }

    [Fact]
    public void shows_long_text_and_numbers_of_the_tags_whose_length_is_to_be_ignored()
    {
        var text = new string('x', 100_000);
        var numbers = string.Join('\\', Enumerable.Range(0, 1000));
        var item = SyntheticDataset.Empty.With(DicomTag.PatientComments, text);
        var dataset = Open(SyntheticInstance.Create()
            .WithBytes(DicomTag.PatientComments, "UT", System.Text.Encoding.ASCII.GetBytes(text))
            .With(DicomTag.AcquisitionMatrix, numbers)
            .With(DicomTag.StudyDescription, "LO", text[..300])
            .WithSequence(DicomTag.OtherPatientIDsSequence,
                SyntheticDataset.Empty.WithBytes(DicomTag.PatientComments, "UT", System.Text.Encoding.ASCII.GetBytes(text))));
        var options = new DicomJsonOptions { IgnoreLength = new HashSet<DicomTag> { DicomTag.PatientComments,
            DicomTag.AcquisitionMatrix } };

        var shown = JsonText.Of(dataset, DicomJsonFormat.Short, options);
        ((string?)shown["0010,4000"]).ShouldBe(text);
        ((string?)shown["0018,1310"]).ShouldBe(numbers);
        shown["0008,1030"].ShouldBeNull();
        ((string?)shown["0010,1002"]![0]!["0010,4000"]).ShouldBe(text);

        var full = JsonText.Of(dataset, DicomJsonFormat.Full);
        ((string?)full["0010,4000"]!["Type"]).ShouldBe("TooLong");
        ((string?)full["0018,1310"]!["Type"]).ShouldBe("TooLong");
    }

    [Theory]
    [InlineData(DicomJsonFormat.Full)]
    [InlineData(DicomJsonFormat.Short)]
    [InlineData(DicomJsonFormat.Simplify)]
    public void nests_sequences_and_shows_empty_ones(DicomJsonFormat format)
    {
        var inner = SyntheticDataset.Empty.With(DicomTag.CodeValue, "C");
        var dataset = Open(SyntheticInstance.Create()
            .WithSequence(DicomTag.ReferencedStudySequence)
            .WithDelimitedSequence(DicomTag.RequestAttributesSequence, SyntheticDataset.Empty,
                SyntheticDataset.Empty.WithSequence(DicomTag.ScheduledProtocolCodeSequence, inner)));

        var shown = JsonText.Of(dataset, format).AsObject();

        shown.Single(member => member.Key is "0008,1110" or "ReferencedStudySequence").Value.ShouldBeJson(
            format == DicomJsonFormat.Full ? """{ "Name": "ReferencedStudySequence", "Type": "Sequence", "Value": [] }""" : "[]");
        shown.Single(member => member.Key is "0040,0275" or "RequestAttributesSequence").Value.ShouldBeJson(format switch
        {
            DicomJsonFormat.Full => """
                { "Name": "RequestAttributesSequence", "Type": "Sequence", "Value": [ {},
                  { "0040,0008": { "Name": "ScheduledProtocolCodeSequence", "Type": "Sequence", "Value": [
                    { "0008,0100": { "Name": "CodeValue", "Type": "String", "Value": "C" } } ] } } ] }
                """,
            DicomJsonFormat.Short => """[ {}, { "0040,0008": [ { "0008,0100": "C" } ] } ]""",
            _ => """[ {}, { "ScheduledProtocolCodeSequence": [ { "CodeValue": "C" } ] } ]""",
        });
    }

    [Fact]
    public void nests_as_deep_as_a_file_may_go()
    {
        var nested = SyntheticDataset.Empty.With(DicomTag.CodeValue, "C");
        for (var i = 0; i < DicomReadOptions.Default.MaxDepth - 1; i++)
            nested = SyntheticDataset.Empty.WithDelimitedSequence(DicomTag.ContentSequence, nested);
        var dataset = Open(SyntheticInstance.Create().WithDelimitedSequence(DicomTag.ContentSequence, nested));

        foreach (var format in Enum.GetValues<DicomJsonFormat>())
        {
            JsonText.Raw(writer => DicomJson.Write(writer, dataset, format)).ShouldContain("\"C\"");
            JsonText.Raw(writer => DicomJson.Write(writer, dataset, format)).Split("0040,a730")
                .Length.ShouldBe(format == DicomJsonFormat.Simplify ? 1 : DicomReadOptions.Default.MaxDepth + 1);
        }
    }

    [Fact]
    public void ends_with_the_pixel_data_unless_the_whole_is_asked_for()
    {
        var trailing = DicomTag.DataSetTrailingPadding;
        var dataset = Open(SyntheticInstance.Create().WithImage(2, 2).WithBytes(trailing, "OB", [0, 0])
            .WithBytes(new(0x7FE1, 0x1001), "LO", "ab"u8.ToArray()));

        JsonText.Of(dataset, DicomJsonFormat.Short).AsObject().Select(member => member.Key).Last().ShouldBe("7fe0,0010");
        JsonText.Of(dataset, DicomJsonFormat.Short, new() { Whole = true }).AsObject().Select(member => member.Key).TakeLast(3)
            .ShouldBe(["7fe0,0010", "7fe1,1001", "fffc,fffc"]);
    }

    [Fact]
    public void shows_pixel_data_as_null_however_it_is_stored()
    {
        var native = SyntheticInstance.Create().WithImage(2, 2);
        var encapsulated = SyntheticInstance.Create().WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2]);
        foreach (var dataset in new[] { Open(native), Open(encapsulated),
            DicomFile.Open(native.ToBytes(), new() { StopBeforePixelData = true }).Dataset })
            JsonText.Of(dataset, DicomJsonFormat.Full)["7fe0,0010"]
                .ShouldBeJson("""{ "Name": "PixelData", "Type": "Null", "Value": null }""");
    }

    [Fact]
    public void keeps_group_lengths_and_leaves_out_the_file_meta_information()
    {
        var dataset = Open(SyntheticInstance.Create().With(new(0x0008, 0x0000), "UL", "12").With(new(0x7FE0, 0x0000), "UL", "4"));

        var shown = JsonText.Of(dataset, DicomJsonFormat.Full);
        shown["0008,0000"].ShouldBeJson("""{ "Name": "GenericGroupLength", "Type": "String", "Value": "12" }""");
        shown["7fe0,0000"].ShouldBeJson("""{ "Name": "GenericGroupLength", "Type": "String", "Value": "4" }""");
        shown.AsObject().ShouldAllBe(member => !member.Key.StartsWith("0002"));
    }

    [Fact]
    public void decides_between_signed_and_unsigned_by_the_pixels_when_the_file_states_no_vr()
    {
        var lookup = SyntheticDataset.Empty.WithBytes(DicomTag.SmallestImagePixelValue, "US", [0xFE, 0xFF]);
        var image = SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ImplicitVRLittleEndian)
            .WithBytes(DicomTag.SmallestImagePixelValue, "US", [0xFF, 0xFF]).With(DicomTag.Rows, "US", "65535")
            .WithSequence(DicomTag.ModalityLUTSequence, lookup);

        foreach (var (representation, first, nested) in new[] { ("0", "65535", "65534"), ("1", "-1", "-2") })
        {
            var shown = JsonText.Of(Open(image.With(DicomTag.PixelRepresentation, representation)), DicomJsonFormat.Simplify);
            ((string?)shown["SmallestImagePixelValue"]).ShouldBe(first);
            ((string?)shown["ModalityLUTSequence"]![0]!["SmallestImagePixelValue"]).ShouldBe(nested);
            ((string?)shown["Rows"]).ShouldBe("65535");
        }
    }

    [Fact]
    public void reads_text_in_the_character_set_of_its_data_set_and_escapes_what_is_not_ascii()
    {
        var dataset = Open(SyntheticInstance.Create().With(DicomTag.SpecificCharacterSet, @"\ISO 2022 IR 87")
            .WithBytes(DicomTag.PatientName, "PN", "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B"u8.ToArray())
            .WithBytes(DicomTag.PatientComments, "LT", "a\"\\\r\n\u0001"u8.ToArray()));

        var raw = JsonText.Raw(writer => DicomJson.Write(writer, dataset, DicomJsonFormat.Short));

        raw.ShouldContain(@"""Yamada^Tarou=\u5C71\u7530^\u592A\u90CE""");
        System.Text.Ascii.IsValid(raw).ShouldBeTrue();
        ((string?)JsonNode.Parse(raw)!["0010,4000"]).ShouldBe("a\"\\\r\n\u0001");
        ((string?)JsonNode.Parse(raw)!["0008,0005"]).ShouldBe(@"\ISO 2022 IR 87");
    }

    [Fact]
    public void shows_only_the_tags_of_a_module()
    {
        var dataset = Open(SyntheticInstance.Create());

        Keys(DicomModule.Patient).ShouldBe(["0010,0010", "0010,0020"]);
        Keys(DicomModule.Study).ShouldBe(["0008,0020", "0008,0030", "0008,0050", "0020,000d"]);
        Keys(DicomModule.Series).ShouldBe(["0008,0060", "0020,000e", "0020,0011"]);
        Keys(DicomModule.Instance).ShouldBe(["0008,0016", "0008,0018", "0020,0013"]);

        IEnumerable<string> Keys(IReadOnlySet<DicomTag> module) =>
            JsonText.Of(dataset, DicomJsonFormat.Short, new() { Only = module }).AsObject().Select(member => member.Key);
    }

    [Fact]
    public void uses_the_names_that_a_site_has_declared()
    {
        var dictionary = DicomDictionary.Default.With(
            [DicomDictionaryEntry.Declare("0009,1001", "LO", "Zweck", privateCreator: "SOMEONE")]);
        var dataset = Open(SyntheticInstance.Create().With(s_creator, "LO", "SOMEONE").With(new(0x0009, 0x2201), "LO", "?")
            .With(new(0x0009, 0x0022), "LO", "SOMEONE"));

        ((string?)JsonText.Of(dataset, DicomJsonFormat.Simplify, new() { Dictionary = dictionary })["Zweck"]).ShouldBe("?");
    }

    [Fact]
    public void writes_into_an_object_that_its_caller_has_begun()
    {
        var dataset = Open(SyntheticInstance.Create());

        var raw = JsonText.Raw(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id");
            DicomJson.Write(writer, dataset, DicomJsonFormat.Simplify);
            writer.WriteEndObject();
        });

        ((string?)JsonNode.Parse(raw)!["id"]!["PatientID"]).ShouldBe("SYN1");
    }

    private static DicomDataset Open(SyntheticInstance instance) => DicomFile.Open(instance.ToBytes()).Dataset;
}
