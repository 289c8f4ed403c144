using System.Buffers;
using static EventDicom.Dicom.Tests.Codecs.NativeImages;

namespace EventDicom.Dicom.Tests.Codecs;

public sealed class CodingJpegLs
{
    public static TheoryData<string> All => new(Names);

    [NativeCodecsTheory]
    [MemberData(nameof(All))]
    public void loses_no_bit(string image)
    {
        var frame = Image(image);

        var (format, stream) = frame.Encode(DicomTransferSyntax.JPEGLSLossless);

        format.ShouldBe(frame.Format);
        var decoded = TestFrame.Decode(DicomTransferSyntax.JPEGLSLossless, stream, format);
        decoded.Samples.ShouldBe(frame.Samples);
        decoded.Format.ShouldBe(frame.Format);
    }

    [NativeCodecsTheory]
    [InlineData("gray 8", 1)]
    [InlineData("gray 12", 3)]
    [InlineData("gray 16", 255)]
    [InlineData("color", 2)]
    public void loses_as_much_as_it_may(string image, int near)
    {
        var frame = Image(image);

        var (format, stream) = frame.Encode(DicomTransferSyntax.JPEGLSNearLossless, new() { NearLossless = near });
        var decoded = TestFrame.Decode(DicomTransferSyntax.JPEGLSNearLossless, stream, format);

        decoded.LargestDifference(frame).ShouldBeInRange(1, near);
        stream.Length.ShouldBeLessThan(frame.Encode(DicomTransferSyntax.JPEGLSLossless).Stream.Length);
    }

    [NativeCodecsFact]
    public void turns_no_large_number_into_a_negative_one()
    {
        var format = TestFrame.Describe(4, 1, 1, 16, 12, isSigned: true, "MONOCHROME2");

        Should.Throw<DicomCodecException>(() =>
            new TestFrame(format, [0xFF, 0x07, 0, 0, 0, 0, 0, 0]).Encode(DicomTransferSyntax.JPEGLSNearLossless));
        Should.Throw<DicomCodecException>(() =>
            new TestFrame(format, [0x00, 0xF8, 0, 0, 0, 0, 0, 0]).Encode(DicomTransferSyntax.JPEGLSNearLossless));
        new TestFrame(format, [0x03, 0xF8, 0xFC, 0x07, 0xFF, 0xFF, 0, 0]).Encode(DicomTransferSyntax.JPEGLSNearLossless)
            .Stream.ShouldNotBeEmpty();
    }

    [NativeCodecsTheory]
    [InlineData(100, 67, 1, 16)]
    [InlineData(101, 66, 1, 16)]
    [InlineData(67, 101, 1, 16)]
    [InlineData(101, 67, 3, 16)]
    [InlineData(101, 67, 1, 8)]
    public void refuses_a_stream_that_is_not_what_was_declared(int width, int height, int samples, int bits)
    {
        var (format, stream) = Image("gray 12").Encode(DicomTransferSyntax.JPEGLSLossless);
        var declared = format with { Width = width, Height = height, SamplesPerPixel = samples, BitsAllocated = bits };

        Should.Throw<DicomCodecException>(() => TestFrame.Decode(DicomTransferSyntax.JPEGLSLossless, stream, declared));
    }

    [NativeCodecsFact]
    public void refuses_what_is_no_stream_and_what_is_cut()
    {
        var (format, stream) = Image("gray 12").Encode(DicomTransferSyntax.JPEGLSLossless);

        foreach (var length in new[] { 0, 1, 2, 10, 30, stream.Length / 2, stream.Length - 20 })
            Should.Throw<DicomCodecException>(() => TestFrame.Decode(DicomTransferSyntax.JPEGLSLossless, stream[..length], format));
    }

    [NativeCodecsFact]
    public void needs_no_marker_at_the_end()
    {
        var frame = Image("gray 12");
        var (format, stream) = frame.Encode(DicomTransferSyntax.JPEGLSLossless);

        TestFrame.Decode(DicomTransferSyntax.JPEGLSLossless, stream[..^2], format).Samples.ShouldBe(frame.Samples);
        TestFrame.Decode(DicomTransferSyntax.JPEGLSLossless, [.. stream, 0], format).Samples.ShouldBe(frame.Samples);
    }

    [NativeCodecsFact]
    public void refuses_samples_that_it_has_no_room_for()
    {
        var format = TestFrame.Describe(2, 2, 1, 32, 32, isSigned: false, "MONOCHROME2");

        Should.Throw<DicomCodecException>(() => new TestFrame(format, new byte[16]).Encode(DicomTransferSyntax.JPEGLSLossless));
        Should.Throw<DicomCodecException>(() =>
            new TestFrame(format with { BitsAllocated = 1, BitsStored = 1, HighBit = 0 }, [0]).Encode(DicomTransferSyntax.JPEGLSLossless));
        Should.Throw<DicomCodecException>(() =>
            new TestFrame(format with { BitsAllocated = 16, BitsStored = 16, HighBit = 15 }, new byte[7])
            .Encode(DicomTransferSyntax.JPEGLSLossless));
    }

    [Fact]
    public void names_the_package_of_a_library_that_is_missing()
    {
        var library = new CodecLibrary("libnothing.so.99", "libnothing99", "JPEG-XX");

        library.IsThere.ShouldBeFalse();
        Should.Throw<DicomCodecException>(library.Require).Message.ShouldContain("libnothing99");
    }
}
