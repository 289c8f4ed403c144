namespace EventDicom.Dicom.Tests.Dictionary;

public sealed class DeclaringElements
{
    [Fact]
    public void names_a_private_element_in_whatever_block_its_creator_reserved()
    {
        var dictionary = DicomDictionary.Default.With(
            [DicomDictionaryEntry.Declare("00e1,10c2", "UI", "ModalityName", privateCreator: "ELSCINT1")]);

        dictionary.NameOf(new DicomTag(0x00E1, 0x10C2), "ELSCINT1").ShouldBe("ModalityName");
        dictionary.NameOf(new DicomTag(0x00E1, 0x42C2), "ELSCINT1").ShouldBe("ModalityName");
        dictionary.LookupVR(new DicomTag(0x00E1, 0x10C2), "ELSCINT1").ShouldBe(DicomVR.UI);
        dictionary.NameOf(new DicomTag(0x00E1, 0x10C2), "SOMEONE").ShouldBe("Unknown Tag & Data");
        dictionary.NameOf(new DicomTag(0x00E1, 0x10C2)).ShouldBe("Unknown Tag & Data");
        DicomDictionary.Default.NameOf(new DicomTag(0x00E1, 0x10C2), "ELSCINT1").ShouldBe("Unknown Tag & Data");
    }

    [Fact]
    public void accepts_the_short_form_of_an_element_within_its_block()
    {
        var dictionary = DicomDictionary.Default.With([DicomDictionaryEntry.Declare("2001,f1", "SQ", "Stacks", 1, 0, "Philips Test")]);

        dictionary.NameOf(new DicomTag(0x2001, 0x13F1), "Philips Test").ShouldBe("Stacks");
        dictionary.Find(new DicomTag(0x2001, 0x10F1), "Philips Test")!.VM.ShouldBe("1-n");
    }

    [Fact]
    public void serves_every_creator_when_none_is_named()
    {
        var dictionary = DicomDictionary.Default.With([DicomDictionaryEntry.Declare("0009,1001", "LO", "Anyones")]);

        dictionary.NameOf(new DicomTag(0x0009, 0x1001)).ShouldBe("Anyones");
        dictionary.NameOf(new DicomTag(0x0009, 0x1001), "X").ShouldBe("Anyones");
    }

    [Fact]
    public void puts_a_declared_public_element_before_the_standard_one()
    {
        var dictionary = DicomDictionary.Default.With([DicomDictionaryEntry.Declare("0014,1020", "LO", "ValidationExpiryDate", 0, 2)]);

        var entry = dictionary.Find(new DicomTag(0x0014, 0x1020)).ShouldNotBeNull();
        entry.Name.ShouldBe("ValidationExpiryDate");
        entry.VM.ShouldBe("0-2");
        dictionary.TryParseTag("ValidationExpiryDate", out var tag).ShouldBeTrue();
        tag.ShouldBe(new DicomTag(0x0014, 0x1020));
    }

    [Fact]
    public void keeps_what_was_declared_before()
    {
        var dictionary = DicomDictionary.Default
            .With([DicomDictionaryEntry.Declare("0009,1001", "LO", "First", privateCreator: "A"),
                DicomDictionaryEntry.Declare("0009,1002", "LO", "Second", privateCreator: "A")])
            .With([DicomDictionaryEntry.Declare("0009,1001", "LO", "Third", privateCreator: "A")]);

        dictionary.NameOf(new DicomTag(0x0009, 0x1001), "A").ShouldBe("Third");
        dictionary.NameOf(new DicomTag(0x0009, 0x1002), "A").ShouldBe("Second");
    }

    [Theory]
    [InlineData("0009", "LO", "Name", 1, 1, "", "0009")]
    [InlineData("0008,f1", "LO", "Name", 1, 1, "", "0008,f1")]
    [InlineData("0009,1001", "XX", "Name", 1, 1, "", "XX")]
    [InlineData("0009,1001", "LO", " ", 1, 1, "", "0009,1001")]
    [InlineData("0009,1001", "LO", "Name", 3, 2, "", "3 to 2")]
    [InlineData("0009,1001", "LO", "Name", -1, 2, "", "-1")]
    [InlineData("0008,1001", "LO", "Name", 1, 1, "CREATOR", "0008,1001")]
    public void refuses_what_makes_no_sense(string tag, string vr, string name, int min, int max, string creator, string named) =>
        Should.Throw<FormatException>(() => DicomDictionaryEntry.Declare(tag, vr, name, min, max, creator)).Message.ShouldContain(named);
}
