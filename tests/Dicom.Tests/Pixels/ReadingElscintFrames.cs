using System.Runtime.InteropServices;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Pixels;

/// <summary>Images of Elscint scanners keep their pixels in private elements, in a run length code of their own.</summary>
public sealed class ReadingElscintFrames
{
    private static readonly DicomTag s_creator = new(0x07A1, 0x0010);
    private static readonly DicomTag s_compression = new(0x07A1, 0x1011);
    private static readonly DicomTag s_pixels = new(0x07A1, 0x100A);

    public static TheoryData<byte[], ushort[]> Streams => new()
    {
        { [1, 1, 0xFF, 0x80], [1, 2, 1, 0xFF81] }, // differences, below 0 too
        { [0x5A, 0x34, 0x12, 1, 0x5A, 0xFF, 0xFF, 2], [0x1234, 0x1235, 0xFFFF, 1] }, // whole values, and over the end of the range
        { [0xA5, 3, 5], [5, 10, 15, 20] }, // a byte four times
        { [0xA5, 2, 0x5A, 7, 0xA5, 0, 1], [0x5A5A, 0x5A61, 0x5A62] }, // a repeated byte may be a whole value's mark, and its parts
        { [0x5A, 0xA5, 1, 9, 0], [0x0909, 0x0909] }, // the parts of a whole value may be repeated
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void decodes_both_codes(byte[] stream, ushort[] expected)
    {
        var file = DicomFile.Open(Instance(expected.Length, stream).ToBytes());
        var pixels = DicomPixelData.Create(file);

        MemoryMarshal.Cast<byte, ushort>(pixels.ReadFrame(0).Span).ToArray().ShouldBe(expected);
        MemoryMarshal.Cast<byte, ushort>(pixels.DecodeFrame(0).Samples.Span).ToArray().ShouldBe(expected);
        DicomImage.Of(pixels.DecodeFrame(0), file.Dataset, 0).StoredValues(DicomBitmapFormat.Gray16).Samples.ToArray()
            .ShouldBe(MemoryMarshal.AsBytes(expected.AsSpan()).ToArray());
    }

    [Fact]
    public void finds_the_block_that_the_creator_has_reserved()
    {
        var instance = SyntheticInstance.Create().WithImage(1, 2).Without(DicomTag.PixelData)
            .With(s_creator, "LO", "SOMEBODY").With(new(0x07A1, 0x0042), "LO", "ELSCINT1").With(new(0x07A1, 0x4211), "CS", "PMSCT_RLE1")
            .WithBytes(new(0x07A1, 0x420A), "OB", [1, 2]);

        DicomPixelData.Create(DicomFile.Open(instance.ToBytes())).ReadFrame(0).ToArray().ShouldBe([1, 0, 3, 0]);
    }

    [Theory]
    [InlineData(new byte[] { 1, 1 }, 3)]
    [InlineData(new byte[] { 1, 1, 1, 0x5A }, 4)]
    [InlineData(new byte[] { 1, 1, 0x5A, 1 }, 3)]
    [InlineData(new byte[] { 1, 1, 0xA5, 1 }, 3)]
    [InlineData(new byte[] { 1, 0xA5 }, 2)]
    public void refuses_a_stream_that_is_cut(byte[] stream, int columns) =>
        Should.Throw<DicomPixelDataException>(() => DicomPixelData.Create(DicomFile.Open(Instance(columns, stream).ToBytes())).ReadFrame(0))
        .Reason.ShouldBe(DicomPixelDataError.Damaged);

    [Fact]
    public void refuses_what_it_cannot_hold_before_it_makes_room() =>
        Should.Throw<DicomPixelDataException>(() =>
            DicomPixelData.Create(DicomFile.Open(Instance(65535, [1, 2]).With(DicomTag.Rows, "65535").ToBytes())))
            .Reason.ShouldBe(DicomPixelDataError.Damaged);

    [Fact]
    public void has_no_pixels_under_another_compression_or_creator()
    {
        foreach (var other in new[] { Instance(2, [1, 2]).With(s_compression, "CS", "PMSCT_RGB1"), Instance(2, [1, 2])
            .With(s_creator, "LO", "SOMEBODY"), Instance(2, [1, 2]).Without(s_pixels) })
            Should.Throw<DicomPixelDataException>(() => DicomPixelData.Create(DicomFile.Open(other.ToBytes())))
                .Reason.ShouldBe(DicomPixelDataError.NoPixelData);
    }

    private static SyntheticInstance Instance(int columns, byte[] stream) =>
        SyntheticInstance.Create().WithImage(1, columns).Without(DicomTag.PixelData)
        .With(s_creator, "LO", "ELSCINT1").With(s_compression, "CS", "PMSCT_RLE1").WithBytes(s_pixels, "OB", stream);
}
