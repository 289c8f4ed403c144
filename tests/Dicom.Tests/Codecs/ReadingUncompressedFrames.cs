using System.IO.Compression;

namespace EventDicom.Dicom.Tests.Codecs;

public sealed class ReadingUncompressedFrames
{
    private static readonly DicomPixelFormat s_rgb = TestFrame.Describe(2, 1, 3, 8, 8, isSigned: false, "RGB");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void brings_planes_together_and_gives_each_pixel_its_chroma(bool isDeflated)
    {
        Decode([1, 2, 3, 4, 5, 6], s_rgb with { IsPlanar = true }, isDeflated).Samples.ShouldBe([1, 3, 5, 2, 4, 6]);

        var full = Decode([10, 20, 30, 40], s_rgb with { PhotometricInterpretation = "YBR_FULL_422" }, isDeflated);
        full.Samples.ShouldBe([10, 30, 40, 20, 30, 40]);
        full.Format.PhotometricInterpretation.ShouldBe("YBR_FULL");
    }

    [Fact]
    public void reads_single_bits()
    {
        var bits = TestFrame.Describe(8, 3, 1, 1, 1, isSigned: false, "MONOCHROME2");
        foreach (var isDeflated in new[] { false, true })
            Decode([0x81, 0x7E, 0x18], bits, isDeflated).Samples.ShouldBe([0x81, 0x7E, 0x18]);
    }

    [Fact]
    public void minds_the_padding_of_an_odd_length_and_nothing_more()
    {
        var odd = TestFrame.Describe(1, 1, 3, 8, 8, isSigned: false, "RGB");
        Decode([1, 2, 3, 0], odd, isDeflated: true).Samples.ShouldBe([1, 2, 3]);
        Should.Throw<DicomCodecException>(() => Decode([1, 2, 3, 0, 0], odd, isDeflated: true)).Message.ShouldContain("more");
        Should.Throw<DicomCodecException>(() => Decode([1, 2], odd, isDeflated: true)).Message.ShouldContain("less");
    }

    private static TestFrame Decode(byte[] native, DicomPixelFormat format, bool isDeflated)
    {
        if (!isDeflated)
            return TestFrame.Decode(DicomTransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian, native, format);

        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(native);

        // A fragment has an even length.
        if (stream.Length % 2 != 0)
            stream.WriteByte(0);

        return TestFrame.Decode(DicomTransferSyntax.DeflatedImageFrameCompression, stream.ToArray(), format);
    }
}
