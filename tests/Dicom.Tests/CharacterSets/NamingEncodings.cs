namespace EventDicom.Dicom.Tests.CharacterSets;

public sealed class NamingEncodings
{
    [Theory]
    [InlineData("Ascii", "ISO_IR 6")]
    [InlineData("Utf8", "ISO_IR 192")]
    [InlineData("Latin1", "ISO_IR 100")]
    [InlineData("Latin2", "ISO_IR 101")]
    [InlineData("Latin3", "ISO_IR 109")]
    [InlineData("Latin4", "ISO_IR 110")]
    [InlineData("Latin5", "ISO_IR 148")]
    [InlineData("Cyrillic", "ISO_IR 144")]
    [InlineData("Windows1251", null)]
    [InlineData("Arabic", "ISO_IR 127")]
    [InlineData("Greek", "ISO_IR 126")]
    [InlineData("Hebrew", "ISO_IR 138")]
    [InlineData("Thai", "ISO_IR 166")]
    [InlineData("Japanese", "ISO_IR 13")]
    [InlineData("Chinese", "GB18030")]
    [InlineData("JapaneseKanji", @"\ISO 2022 IR 87")]
    [InlineData("Korean", @"\ISO 2022 IR 149")]
    [InlineData("SimplifiedChinese", @"\ISO 2022 IR 58")]
    public void knows_orthancs_names_and_what_to_write_for_them(string name, string? term)
    {
        DicomEncoding.TryParseName(name, out var encoding).ShouldBeTrue();

        encoding.Name.ShouldBe(name);
        encoding.SpecificCharacterSet.ShouldBe(term);
        if (term is not null)
            DicomEncoding.FromSpecificCharacterSet(term, DicomEncoding.Thai).Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("latin1")]
    [InlineData("Latin10")]
    [InlineData("ISO_IR 100")]
    public void refuses_other_names(string name) => DicomEncoding.TryParseName(name, out _).ShouldBeFalse();

    [Theory]
    [InlineData("ISO_IR 100", true)]
    [InlineData("ISO 2022 IR 159", true)]
    [InlineData("GBK", true)]
    [InlineData("", true)]
    [InlineData("ISO_IR 7", false)]
    [InlineData("UTF", false)]
    public void tells_which_terms_are_supported(string term, bool supported) =>
        DicomEncoding.IsSupportedTerm(term).ShouldBe(supported);

    [Fact]
    public void reads_windows_1251_as_a_default() =>
        DicomEncoding.Windows1251.Decode([0xCB, 0xFE], DicomVR.LO).ShouldBe("Лю");
}
