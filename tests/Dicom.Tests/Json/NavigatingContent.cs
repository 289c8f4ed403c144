using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Json;

public sealed class NavigatingContent
{
    private static readonly DicomFile s_file = DicomFile.Open(SyntheticInstance.Create()
        .With(new(0x0008, 0x0000), "UL", "1")
        .With(DicomTag.StudyDescription, "odd")
        .With(DicomTag.AccessionNumber, "")
        .WithSequence(DicomTag.ReferencedStudySequence)
        .WithSequence(
            DicomTag.IconImageSequence,
            SyntheticDataset.Empty.With(DicomTag.Rows, "512").WithBytes(DicomTag.PixelData, "OB", [1, 2])
            .WithSequence(DicomTag.ReferencedImageSequence, SyntheticDataset.Empty.With(DicomTag.CodeValue, "deep")))
        .WithImage(2, 2)
        .ToBytes());

    [Theory]
    [InlineData("StudyDescription", "odd ")]
    [InlineData("0008-1030", "odd ")]
    [InlineData("0008,1030/", "odd ")]
    [InlineData("//00081030", "odd ")]
    [InlineData("AccessionNumber", "")]
    [InlineData("0008-0000", "\u0001\0\0\0")]
    [InlineData("IconImageSequence/0/Rows", "\0\u0002")]
    [InlineData("IconImageSequence/0/7fe0-0010", "\u0001\u0002")]
    [InlineData("0088-0200/0/0008-1140/0/0008-0100", "deep")]
    public void gives_the_bytes_of_a_value(string path, string bytes) =>
        Bytes(s_file, path).ShouldBe(System.Text.Encoding.Latin1.GetBytes(bytes));

    [Theory]
    [InlineData("IconImageSequence", "0")]
    [InlineData("ReferencedStudySequence", "")]
    [InlineData("IconImageSequence/0", "0008-1140,0028-0010,7fe0-0010")]
    [InlineData("IconImageSequence/0/0008-1140/0", "0008-0100")]
    [InlineData("PixelData", "0")]
    public void lists_the_next_steps(string path, string steps) =>
        string.Join(',', DicomContent.Navigate(s_file, path).ShouldBeOfType<DicomContentAnswer.Listing>().Steps).ShouldBe(steps);

    [Theory]
    [InlineData("0010-0011")]
    [InlineData("PatientComments")]
    [InlineData("PatientID/0")]
    [InlineData("PatientID/0/0008-0100")]
    [InlineData("IconImageSequence/1")]
    [InlineData("IconImageSequence/-1")]
    [InlineData("IconImageSequence/x")]
    [InlineData("IconImageSequence/ 0")]
    [InlineData("IconImageSequence/99999999999")]
    [InlineData("IconImageSequence/1/Rows")]
    [InlineData("IconImageSequence/0/Columns")]
    [InlineData("IconImageSequence/0/7fe0-0010/0")]
    [InlineData("ReferencedStudySequence/0")]
    [InlineData("7fe0-0010/1")]
    [InlineData("7fe0-0010/x")]
    [InlineData("7fe0-0010/0/0")]
    [InlineData("0002-0010")]
    public void finds_nothing_where_nothing_is(string path) =>
        DicomContent.Navigate(s_file, path).ShouldBeOfType<DicomContentAnswer.NotFound>();

    [Theory]
    [InlineData("Nope", "Nope")]
    [InlineData(" ", " ")]
    [InlineData("IconImageSequence/0/Nope", "Nope")]
    public void tells_which_step_is_no_tag(string path, string step) =>
        DicomContent.Navigate(s_file, path).ShouldBe(new DicomContentAnswer.UnknownTag(step));

    [Fact]
    public void finds_no_pixel_data_where_there_is_none() =>
        DicomContent.Navigate(DicomFile.Open(SyntheticInstance.Create().ToBytes()), "7fe0-0010")
        .ShouldBeOfType<DicomContentAnswer.NotFound>();

    [Fact]
    public void gives_the_offset_table_and_the_fragments_of_encapsulated_pixel_data()
    {
        var file = DicomFile.Open(SyntheticInstance.Create()
            .WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2], [3, 4, 5, 6]).ToBytes());

        DicomContent.Navigate(file, "7fe0-0010").ShouldBeOfType<DicomContentAnswer.Listing>().Steps.ShouldBe(["0", "1", "2"]);
        Bytes(file, "7fe0-0010/0").ShouldBeEmpty();
        Bytes(file, "7fe0-0010/1").ShouldBe([1, 2]);
        Bytes(file, "7fe0-0010/2").ShouldBe([3, 4, 5, 6]);
        DicomContent.Navigate(file, "7fe0-0010/3").ShouldBeOfType<DicomContentAnswer.NotFound>();
    }

    [Fact]
    public void keeps_the_byte_order_of_the_file() =>
        Bytes(DicomFile.Open(SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.ExplicitVRBigEndian).With(DicomTag.Rows, "512")
            .ToBytes()), "Rows").ShouldBe([2, 0]);

    [Fact]
    public async Task copies_a_large_value_without_holding_it()
    {
        const int length = 3_000_000;
        using var stored = new MemoryStream();
        SyntheticInstance.Create().WithPixelData(length).WriteTo(stored);

        var value = DicomContent.Navigate(DicomFile.Open(stored), "7fe0-0010/0").ShouldBeOfType<DicomContentAnswer.Value>();

        value.Length.ShouldBe(length);
        using var copy = new MemoryStream();
        await value.CopyToAsync(copy);
        copy.Length.ShouldBe(length);
        copy.ToArray()[2_999_999].ShouldBe(SyntheticDataset.PatternAt(2_999_999));
        Span<byte> part = stackalloc byte[4];
        value.Read(length - 2, part).ShouldBe(2);
        part[0].ShouldBe(SyntheticDataset.PatternAt(length - 2));
    }

    private static byte[] Bytes(DicomFile file, string path)
    {
        var value = DicomContent.Navigate(file, path).ShouldBeOfType<DicomContentAnswer.Value>();
        var bytes = new byte[value.Length];
        value.Read(0, bytes).ShouldBe(bytes.Length);
        return bytes;
    }
}
