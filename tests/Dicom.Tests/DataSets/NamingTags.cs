namespace EventDicom.Dicom.Tests.DataSets;

public sealed class NamingTags
{
    [Theory]
    [InlineData("0010,0020", 0x00100020u)]
    [InlineData("0010-0020", 0x00100020u)]
    [InlineData("00100020", 0x00100020u)]
    [InlineData("7FE0,00aB", 0x7FE000ABu)]
    public void reads_hexadecimal_in_three_forms(string text, uint value)
    {
        DicomTag.TryParseHex(text, out var tag).ShouldBeTrue();
        tag.Value.ShouldBe(value);
        DicomTag.FromValue(value).ShouldBe(tag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0010")]
    [InlineData("0010 0020")]
    [InlineData("0010.0020")]
    [InlineData(" 0010,020")]
    [InlineData("0010,002g")]
    [InlineData("0x10,0020")]
    [InlineData("+010,0020")]
    [InlineData("0010,0020 ")]
    [InlineData("PatientID")]
    public void refuses_everything_else(string text) => DicomTag.TryParseHex(text, out _).ShouldBeFalse();

    [Fact]
    public void writes_lower_case_with_a_comma() => new DicomTag(0x7FE0, 0x00AB).ToString().ShouldBe("7fe0,00ab");

    [Fact]
    public void sorts_by_group_and_then_by_element()
    {
        DicomTag[] tags = [new(0x7FE0, 0x0010), new(0x0008, 0xFFFF), new(0x0010, 0x0000)];

        tags.Order().ShouldBe([new(0x0008, 0xFFFF), new(0x0010, 0x0000), new(0x7FE0, 0x0010)]);
        (tags[1] < tags[2]).ShouldBeTrue();
        (tags[0] >= tags[2]).ShouldBeTrue();
    }

    [Fact]
    public void knows_what_kind_of_element_it_names()
    {
        new DicomTag(0x0009, 0x0010).IsPrivateCreator.ShouldBeTrue();
        new DicomTag(0x0009, 0x0100).IsPrivateCreator.ShouldBeFalse();
        new DicomTag(0x0008, 0x0010).IsPrivateCreator.ShouldBeFalse();
        new DicomTag(0x0008, 0x0000).IsGroupLength.ShouldBeTrue();
        new DicomTag(0x0009, 0x10AB).PrivateCreatorTag.ShouldBe(new DicomTag(0x0009, 0x0010));
        new DicomTag(0x0009, 0x0FAB).PrivateCreatorTag.ShouldBeNull();
    }
}
