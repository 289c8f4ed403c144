namespace EventDicom.Dicom.Tests.Dictionary;

public sealed class ParsingATag
{
    [Theory]
    [InlineData("PatientName", 0x0010, 0x0010)]
    [InlineData("0010,0010", 0x0010, 0x0010)]
    [InlineData("0010-0010", 0x0010, 0x0010)]
    [InlineData("00100010", 0x0010, 0x0010)]
    [InlineData("7FE0,0010", 0x7FE0, 0x0010)]
    [InlineData("7fe00010", 0x7FE0, 0x0010)]
    [InlineData("0029,1010", 0x0029, 0x1010)]
    [InlineData("RETIRED_OtherStudyNumbers", 0x0020, 0x1070)]
    [InlineData("OtherStudyNumbers", 0x0020, 0x1070)]
    [InlineData("OtherPatientIDs", 0x0010, 0x1000)]
    [InlineData("RETIRED_OtherPatientIDs", 0x0010, 0x1000)]
    [InlineData("OverlayRows", 0x6000, 0x0010)]
    [InlineData("CommandField", 0x0000, 0x0100)]
    [InlineData("FileMetaInformationGroupLength", 0x0002, 0x0000)]
    public void accepts_a_name_or_hexadecimal(string text, int group, int element)
    {
        DicomDictionary.Default.TryParseTag(text, out var tag).ShouldBeTrue();

        tag.ShouldBe(new DicomTag((ushort)group, (ushort)element));
    }

    [Theory]
    [InlineData("")]
    [InlineData("patientname")]
    [InlineData("Patient Name")]
    [InlineData("PatientNam")]
    [InlineData("PatientNames")]
    [InlineData("RETIRED_PatientName")]
    [InlineData("RETIRED_")]
    [InlineData("Unknown Tag & Data")]
    [InlineData("GenericGroupLength")]
    [InlineData("0010")]
    [InlineData("0010,00100")]
    [InlineData("0010:0010")]
    [InlineData(" 0010,0010")]
    [InlineData("001g,0010")]
    [InlineData("+010,0010")]
    public void refuses_anything_else(string text) =>
        DicomDictionary.Default.TryParseTag(text, out _).ShouldBeFalse();

    [Fact]
    public void finds_every_keyword_of_the_dictionary()
    {
        var entries = StandardElements.All().ToList();

        entries.Count.ShouldBeGreaterThan(5000);
        foreach (var entry in entries)
        {
            DicomDictionary.Default.TryParseTag(entry.Keyword, out var byKeyword).ShouldBeTrue(entry.Keyword);
            DicomDictionary.Default.TryParseTag(entry.Name, out var byName).ShouldBeTrue(entry.Name);
            byKeyword.ShouldBe(entry.Tag);
            byName.ShouldBe(entry.Tag);
        }
    }

    [Fact]
    public void agrees_with_the_named_members()
    {
        DicomTag.PatientID.ShouldBe(new DicomTag(0x0010, 0x0020));
        DicomTag.PixelData.ShouldBe(new DicomTag(0x7FE0, 0x0010));
        DicomTag.OverlayRows.ShouldBe(new DicomTag(0x6000, 0x0010));

        foreach (var member in typeof(DicomTag)
            .GetProperties(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public))
        {
            DicomDictionary.Default.TryParseTag(member.Name, out var tag).ShouldBeTrue(member.Name);
            tag.ShouldBe((DicomTag)member.GetValue(null)!);
        }
    }
}
