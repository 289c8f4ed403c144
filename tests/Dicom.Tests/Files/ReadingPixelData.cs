using EventDicom.Support;
using static EventDicom.Dicom.Tests.Files.SyntheticElements;

namespace EventDicom.Dicom.Tests.Files;

public sealed class ReadingPixelData
{
    private static readonly DicomReadOptions s_stopping = new() { StopBeforePixelData = true };
    private static readonly DicomTag s_after = DicomTag.DataSetTrailingPadding;

    [Theory]
    [InlineData(SyntheticInstance.ImplicitVRLittleEndian)]
    [InlineData(SyntheticInstance.ExplicitVRLittleEndian)]
    public void tells_where_the_element_starts_in_the_file(string syntax)
    {
        var bytes = SyntheticInstance.Create().WithTransferSyntax(syntax).WithImage(3, 5).ToBytes();

        var file = DicomFile.Open(bytes);

        var offset = file.PixelDataOffset.ShouldNotBeNull();
        bytes.AsSpan((int)offset, 4).ToArray().ShouldBe([0xE0, 0x7F, 0x10, 0x00]);
        var element = file.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomElement>();
        element.Length.ShouldBe(30);
        element.Offset.ShouldBe(bytes.Length - 30);
        element.GetBytes().Span[29].ShouldBe(SyntheticDataset.PatternAt(29));
    }

    [Fact]
    public void has_no_offset_without_pixels_nor_in_a_deflated_file_nor_for_pixels_of_an_icon()
    {
        var icon = SyntheticDataset.Empty.WithBytes(DicomTag.PixelData, "OB", [1, 2]);
        DicomFile.Open(SyntheticInstance.Create().WithSequence(DicomTag.IconImageSequence, icon).ToBytes()).PixelDataOffset.ShouldBeNull();

        var deflated = SyntheticInstance.Create().WithImage(2, 2).WithTransferSyntax(SyntheticInstance.DeflatedExplicitVRLittleEndian);
        DicomFile.Open(deflated.ToBytes()).PixelDataOffset.ShouldBeNull();
    }

    [Theory]
    [InlineData("OW", 0x0010)]
    [InlineData("OF", 0x0008)]
    [InlineData("OD", 0x0009)]
    public void keeps_the_element_without_its_value_when_it_stops_there(string vr, ushort element)
    {
        var tag = new DicomTag(0x7FE0, element);
        var bytes = SyntheticInstance.Create().WithBytes(tag, vr, new byte[800]).WithBytes(s_after, "OB", [1, 2]).ToBytes();

        var dataset = DicomFile.Open(bytes, s_stopping).Dataset;

        var pixels = dataset.Find(tag).ShouldBeOfType<DicomElement>();
        pixels.IsSkipped.ShouldBeTrue();
        pixels.Length.ShouldBe(800);
        pixels.GetBytes().Length.ShouldBe(0);
        pixels.Read(0, new byte[4]).ShouldBe(0);
        dataset.TryGetString(tag, out _).ShouldBeFalse();
        dataset.Contains(s_after).ShouldBeFalse();
        DicomFile.Open(bytes).Dataset.Contains(s_after).ShouldBeTrue();
    }

    [Fact]
    public void does_not_look_at_the_fragments_when_it_stops_there()
    {
        byte[] file = [.. SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.JPEGProcess1).ToBytes(),
            .. Explicit(DicomTag.PixelData, "OB", [1, 2, 3], Undefined)];

        var opened = DicomFile.Open(file, s_stopping);

        opened.IsPartial.ShouldBeFalse();
        opened.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomElement>().IsSkipped.ShouldBeTrue();
        opened.PixelDataOffset.ShouldBe(file.Length - 15);
    }

    [Fact]
    public void gives_the_offset_table_and_each_fragment()
    {
        var bytes = SyntheticInstance.Create().WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2, 3, 4], [5, 6]).ToBytes();

        var fragments = DicomFile.Open(bytes).Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomFragmentSequence>();

        fragments.Fragments.Select(fragment => fragment.Length).ShouldBe([0, 4, 2]);
        fragments.GetBytes(0).Length.ShouldBe(0);
        fragments.GetBytes(1).ToArray().ShouldBe([1, 2, 3, 4]);
        fragments.GetBytes(2).ToArray().ShouldBe([5, 6]);
        var part = new byte[8];
        fragments.Read(1, 1, part).ShouldBe(3);
        part[..3].ShouldBe([2, 3, 4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(29)]
    [InlineData(30)]
    public void accepts_pixels_that_the_end_of_the_file_cuts(int missing)
    {
        var bytes = SyntheticInstance.Create().WithImage(3, 5).ToBytes();

        var file = DicomFile.Open(bytes.AsMemory(0, bytes.Length - missing));

        file.IsPartial.ShouldBeTrue();
        file.PartialReason!.ShouldContain("7fe0,0010");
        file.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomElement>().GetBytes().Length.ShouldBe(30 - missing);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(8, 2)]
    [InlineData(9, 2)]
    [InlineData(18, 1)]
    public void accepts_fragments_that_the_end_of_the_file_cuts(int missing, int whole)
    {
        var bytes = SyntheticInstance.Create().WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2, 3, 4]).ToBytes();

        var file = DicomFile.Open(bytes.AsMemory(0, bytes.Length - missing));

        file.IsPartial.ShouldBeTrue();
        file.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomFragmentSequence>().Fragments.Count.ShouldBe(whole);
    }

    [Fact]
    public void keeps_the_fragments_before_one_that_is_none()
    {
        byte[] fragments = [.. Item([]), .. Item([1, 2, 3, 4]), .. Explicit(s_after, "OB", [1, 2])];
        byte[] bytes = [.. SyntheticInstance.Create().WithTransferSyntax(SyntheticInstance.JPEGProcess1).ToBytes(),
            .. Explicit(DicomTag.PixelData, "OB", fragments, Undefined)];

        var file = DicomFile.Open(bytes);

        file.IsPartial.ShouldBeTrue();
        file.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomFragmentSequence>().Fragments.Count.ShouldBe(2);
    }

    [Fact]
    public void keeps_what_it_read_when_something_unreadable_follows_the_pixels()
    {
        byte[] garbage = [.. Explicit(s_after, "SQ", [.. Item(Explicit(DicomTag.CodeValue, "SH", "C1")), 1, 2, 3, 4, 5, 6, 7, 8, 9])];
        byte[] bytes = [.. SyntheticInstance.Create().WithImage(3, 5).ToBytes(),
            .. Explicit(DicomTag.DigitalSignaturesSequence, "OB", [1, 2]), .. garbage];

        var file = DicomFile.Open(bytes);

        file.IsPartial.ShouldBeTrue();
        file.Dataset.Contains(DicomTag.DigitalSignaturesSequence).ShouldBeTrue();
        file.Dataset.Contains(s_after).ShouldBeFalse();
        file.Dataset.Contains(DicomTag.CodeValue).ShouldBeFalse();
    }

    [Fact]
    public void refuses_what_it_cannot_read_before_the_pixels()
    {
        byte[] bytes = [.. SyntheticInstance.Create().ToBytes(), .. Item([]), .. Explicit(DicomTag.PixelData, "OW", [1, 2])];

        Should.Throw<DicomFileException>(() => DicomFile.Open(bytes)).Reason.ShouldBe(DicomFileError.Malformed);
    }
}
