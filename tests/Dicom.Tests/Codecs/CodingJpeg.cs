using FsCheck.Xunit;

namespace EventDicom.Dicom.Tests.Codecs;

public sealed class CodingJpeg
{
    private static readonly DicomCodecOptions s_best = new() { JpegQuality = 100 };

    [Property(Arbitrary = [typeof(AnyFrame)], MaxTest = 200)]
    public void keeps_smooth_frames_of_any_size_nearly_as_they_are(TestFrame any, int seed)
    {
        var (width, height) = (any.Format.Width, any.Format.Height);
        var gray = TestFrame.Gray(width, height, 8, 8, seed: seed);
        RoundTrip(gray, DicomTransferSyntax.JPEGProcess1).LargestDifference(gray)
            .ShouldBeLessThanOrEqualTo(2, "64 coefficients are rounded");

        var deep = TestFrame.Gray(width, height, 16, 12, seed: seed);
        RoundTrip(deep, DicomTransferSyntax.JPEGProcess2_4).LargestDifference(deep).ShouldBeLessThanOrEqualTo(2);

        var color = TestFrame.Color(width, height, seed: seed);
        RoundTrip(color, DicomTransferSyntax.JPEGProcess1).LargestDifference(color).ShouldBeLessThanOrEqualTo(16, "chroma is halved");
    }

    [Fact]
    public void declares_what_the_stream_holds()
    {
        TestFrame.Gray(9, 9, 8, 7).Encode(DicomTransferSyntax.JPEGProcess1)
            .Format.ShouldBe(TestFrame.Describe(9, 9, 1, 8, 8, isSigned: false, "MONOCHROME2"));
        TestFrame.Gray(9, 9, 16, 10).Encode(DicomTransferSyntax.JPEGProcess2_4)
            .Format.ShouldBe(TestFrame.Describe(9, 9, 1, 16, 12, isSigned: false, "MONOCHROME2"));
        foreach (var photometric in new[] { "RGB", "YBR_FULL" })
            TestFrame.Color(9, 9, photometric).Encode(DicomTransferSyntax.JPEGProcess1)
                .Format.ShouldBe(TestFrame.Describe(9, 9, 3, 8, 8, isSigned: false, "YBR_FULL_422"));
    }

    [Fact]
    public void is_smaller_the_lower_the_quality()
    {
        int[] lengths = [.. new[] { 1, 30, 60, 90, 100 }.Select(quality =>
            TestFrame.Color(64, 64).Encode(DicomTransferSyntax.JPEGProcess1, new() { JpegQuality = quality }).Stream.Length)];
        lengths.ShouldBeInOrder();
        lengths.Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void refuses_what_a_process_cannot_hold()
    {
        foreach (var lossy in new[] { DicomTransferSyntax.JPEGProcess1, DicomTransferSyntax.JPEGProcess2_4 })
        {
            ShouldRefuse(TestFrame.Gray(8, 8, 8, 8, isSigned: true), lossy, "signed");
            ShouldRefuse(TestFrame.Gray(8, 8, 16, 13), lossy, "13 bits");
            ShouldRefuse(TestFrame.Color(8, 8, "YBR_ICT"), lossy, "YBR_ICT");
            ShouldRefuse(new(TestFrame.Describe(8, 8, 1, 8, 8, isSigned: false, "PALETTE COLOR"), new byte[64]), lossy, "PALETTE COLOR");
            ShouldRefuse(TestFrame.Gray(8, 8, 8, 8), lossy, "quality", new() { JpegQuality = 101 });
        }

        ShouldRefuse(TestFrame.Gray(8, 8, 16, 12), DicomTransferSyntax.JPEGProcess1, "12 bits");
        ShouldRefuse(TestFrame.Gray(8, 8, 32, 32), DicomTransferSyntax.JPEGProcess14, "32 bits");
        ShouldRefuse(TestFrame.Gray(8, 8, 8, 8) with { Samples = new byte[63] }, DicomTransferSyntax.JPEGProcess14, "64 bytes");
    }

    private static TestFrame RoundTrip(TestFrame frame, DicomTransferSyntax syntax)
    {
        var (format, stream) = frame.Encode(syntax, s_best);
        return TestFrame.Decode(syntax, stream, format);
    }

    private static void ShouldRefuse(TestFrame frame, DicomTransferSyntax syntax, string reason, DicomCodecOptions? options = null) =>
        Should.Throw<DicomCodecException>(() => frame.Encode(syntax, options)).Message.ShouldContain(reason);
}
