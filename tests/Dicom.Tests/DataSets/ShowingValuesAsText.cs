using EventDicom.Support;

namespace EventDicom.Dicom.Tests.DataSets;

/// <summary>The expectations without reason of their own are what an Orthanc 1.10.1 answered for the same bytes.</summary>
public sealed class ShowingValuesAsText
{
    private static readonly DicomTag s_private = new(0x0009, 0x1001);

    [Theory]
    [InlineData("P", "P")]
    [InlineData(" P", " P")]
    [InlineData("PPP ", "PPP")]
    [InlineData("P   ", "P")]
    [InlineData("  A \\ B   ", "  A \\ B")]
    [InlineData("P\0", "P")]
    [InlineData("P\0\0\0", "P")]
    [InlineData("PP\0 ", "PP")]
    [InlineData("PP \0", "PP ")]
    [InlineData("P\0Q ", "P")]
    [InlineData("\0P", "")]
    [InlineData("    ", "")]
    [InlineData("P\t", "P\t")]
    [InlineData("a\r\nb", "a\r\nb")]
    [InlineData("", "")]
    public void drops_the_padding_of_text_and_nothing_else(string value, string shown) =>
        Show(DicomTag.PatientID, "LO", Latin1(value)).ShouldBe(shown);

    [Theory]
    [InlineData("1.2", "1.2")]
    [InlineData("1.2 ", "1.2")]
    [InlineData("1.2\0", "1.2")]
    [InlineData("1.2\0\0\0", "1.2")]
    public void drops_spaces_and_NULs_behind_a_UID(string value, string shown) =>
        Show(DicomTag.FrameOfReferenceUID, "UI", Latin1(value)).ShouldBe(shown);

    [Theory]
    [InlineData("IS", " 12 ", " 12")]
    [InlineData("DS", " 1.0\\2 \\ 3 ", " 1.0\\2 \\ 3")]
    [InlineData("DA", "20200101", "20200101")]
    public void keeps_numbers_and_dates_in_text_as_they_are_written(string vr, string value, string shown) =>
        Show(s_private, vr, Latin1(value)).ShouldBe(shown);

    [Theory]
    [InlineData("US", "5\\65535")]
    [InlineData("SS", "-5")]
    [InlineData("UL", "4294967295\\0")]
    [InlineData("SL", "-1\\5")]
    [InlineData("UV", "18446744073709551615")]
    [InlineData("SV", "-9223372036854775808\\1")]
    public void prints_whole_numbers_in_decimal(string vr, string value)
    {
        foreach (var syntax in new[] { SyntheticInstance.ExplicitVRLittleEndian, SyntheticInstance.ExplicitVRBigEndian })
        {
            var instance = SyntheticInstance.Create().WithTransferSyntax(syntax).With(s_private, vr, value);
            DicomFile.Open(instance.ToBytes()).Dataset.TryGetString(s_private, out var shown).ShouldBeTrue();
            shown.ShouldBe(value);
        }
    }

    [Theory]
    [InlineData("FL", "0.1", "0.10000000149011612")]
    [InlineData("FL", "1E-05", "9.9999997473787516e-06")]
    [InlineData("FL", "1E+20", "1.0000000200408773e+20")]
    [InlineData("FL", "123456789", "123456792")]
    [InlineData("FL", "-0", "-0")]
    [InlineData("FL", "NaN", "nan")]
    [InlineData("FL", "Infinity\\-Infinity", "inf\\-inf")]
    [InlineData("FD", "0.1", "0.10000000000000001")]
    [InlineData("FD", "100\\1E+300", "100\\1.0000000000000001e+300")]
    [InlineData("FD", "10000000000000000", "10000000000000000")]
    [InlineData("FD", "1E+22", "1e+22")]
    [InlineData("FD", "12345678901234567890", "1.2345678901234567e+19")]
    public void prints_floating_point_with_17_digits(string vr, string value, string shown) =>
        Show(SyntheticInstance.Create().With(s_private, vr, value), s_private).ShouldBe(shown);

    [Fact]
    public void prints_the_first_of_several_tags() =>
        Show(SyntheticInstance.Create().With(DicomTag.FrameIncrementPointer, "AT", "0018,1063\\7FE0,00AB"), DicomTag.FrameIncrementPointer)
        .ShouldBe("0018,1063");

    [Fact]
    public void prints_whole_units_of_a_number_that_is_cut()
    {
        Show(DicomTag.Rows, "US", [1, 0, 2]).ShouldBe("1");
        Show(DicomTag.Rows, "US", [1]).ShouldBe("");
    }

    [Theory]
    [InlineData("OB")]
    [InlineData("OW")]
    public void has_no_text_for_bytes_unless_there_are_none(string vr)
    {
        Show(s_private, vr, "abcdefgh"u8.ToArray()).ShouldBeNull();
        Show(s_private, vr, []).ShouldBe("");
    }

    [Fact]
    public void reads_an_element_of_unknown_VR_as_the_dictionary_says()
    {
        Show(DicomTag.PatientName, "UN", "Doe^J "u8.ToArray()).ShouldBe("Doe^J");
        Show(DicomTag.Rows, "UN", [2, 1]).ShouldBe("258");
        Show(SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ExplicitVRBigEndian).WithBytes(DicomTag.Rows, "UN", [2, 1]),
            DicomTag.Rows).ShouldBe("258");
        Show(DicomTag.ReferencedImageSequence, "UN", [1, 2]).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("hello ", null)]
    [InlineData("\u0001\u0002", null)]
    public void shows_nothing_of_an_element_that_no_dictionary_knows(string value, string? shown) =>
        Show(s_private, "UN", Latin1(value)).ShouldBe(shown);

    [Theory]
    [InlineData("hello ", "hello")]
    [InlineData("hello\0", "hello")]
    [InlineData("hel\nlo", "hel\nlo")]
    [InlineData("h\u00e9llo ", null)]
    public void shows_a_private_text_of_unknown_VR_only_if_it_is_ASCII(string value, string? shown)
    {
        var creator = SyntheticInstance.Create().With(new DicomTag(0x0029, 0x0010), "LO", "SIEMENS CSA HEADER");
        Show(creator.WithBytes(new DicomTag(0x0029, 0x1008), "UN", Latin1(value)), new DicomTag(0x0029, 0x1008)).ShouldBe(shown);
    }

    [Fact]
    public void shows_a_private_element_through_the_dictionary_of_its_creator()
    {
        var creator = new DicomTag(0x0009, 0x0010);
        var dictionary = DicomDictionary.Default.With(
            [new DicomDictionaryEntry { Tag = s_private, Keyword = "Weight", Name = "Weight", VRs = [DicomVR.FL], VM = "1",
                PrivateCreator = "SYNTHETIC" }]);
        var instance = SyntheticInstance.Create().With(creator, "LO", "SYNTHETIC").WithBytes(s_private, "UN", BitConverter.GetBytes(1.5f));

        foreach (var syntax in new[] { SyntheticInstance.ExplicitVRLittleEndian, SyntheticInstance.ImplicitVRLittleEndian })
        {
            var dataset = DicomFile.Open(instance.WithTransferSyntax(syntax).ToBytes(), new DicomReadOptions { Dictionary = dictionary })
                .Dataset;
            dataset.PrivateCreatorOf(s_private).ShouldBe("SYNTHETIC");
            dataset.TryGetString(s_private, out var shown).ShouldBeTrue();
            shown.ShouldBe("1.5");
        }
    }

    [Theory]
    [InlineData("", "\u00c3\u00a9")]
    [InlineData("ISO_IR 100", "\u00c3\u00a9")]
    [InlineData("ISO_IR 192", "\u00e9")]
    public void decodes_text_of_every_VR_from_the_character_set_of_the_data_set(string term, string shown)
    {
        var instance = SyntheticInstance.Create().With(DicomTag.SpecificCharacterSet, "CS", term)
            .WithBytes(DicomTag.Manufacturer, "LO", [0xC3, 0xA9]).WithBytes(DicomTag.Modality, "CS", [0xC3, 0xA9]);

        Show(instance, DicomTag.Manufacturer).ShouldBe(shown);
        Show(instance, DicomTag.Modality).ShouldBe(shown);
    }

    [Fact]
    public void inherits_the_character_set_in_items_that_name_none()
    {
        var plain = SyntheticDataset.Empty.WithBytes(DicomTag.CodeMeaning, "LO", [0xC3, 0xA9]);
        var latin = plain.With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 100");
        var instance = SyntheticInstance.Create().With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 192")
            .WithSequence(DicomTag.ConceptCodeSequence, plain, latin);

        var items = ((DicomSequence)DicomFile.Open(instance.ToBytes()).Dataset.Find(DicomTag.ConceptCodeSequence)!).Items;

        items.Select(item => item.TryGetString(DicomTag.CodeMeaning, out var text) ? text : null).ShouldBe(["\u00e9", "\u00c3\u00a9"]);
    }

    [Fact]
    public void uses_the_default_of_the_reader_where_no_character_set_is_named()
    {
        var bytes = SyntheticInstance.Create().WithBytes(DicomTag.Manufacturer, "LO", [0xC3, 0xA9]).ToBytes();

        DicomFile.Open(bytes, new DicomReadOptions { DefaultEncoding = DicomEncoding.Utf8 })
            .Dataset.TryGetString(DicomTag.Manufacturer, out var text).ShouldBeTrue();

        text.ShouldBe("\u00e9");
    }

    private static byte[] Latin1(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    private static string? Show(DicomTag tag, string vr, byte[] value) => Show(SyntheticInstance.Create().WithBytes(tag, vr, value), tag);

    private static string? Show(SyntheticInstance instance, DicomTag tag)
    {
        var dataset = DicomFile.Open(instance.ToBytes()).Dataset;
        return dataset.TryGetString(tag, out var text) ? text : null;
    }
}
