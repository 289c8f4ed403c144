using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>Single frames in other syntaxes than their file is in.</summary>
public sealed class TranscodingFrames
{
    private const int Rows = 4, Columns = 6, Frames = 3;

    private static readonly DicomFile s_native =
        DicomFile.Open(SyntheticInstance.Create().WithImage(Rows, Columns, frames: Frames).ToBytes());

    [Fact]
    public void a_frame_that_is_there_in_the_syntax_is_not_touched()
    {
        var rle = DicomTranscoder.Transcode(s_native, DicomTransferSyntax.RLELossless).File;
        var pixels = DicomPixelData.Create(rle);

        Transcoded(pixels, 1, DicomTransferSyntax.RLELossless, DicomTransferSyntax.RLELossless).ShouldBe(pixels.ReadFrame(1).ToArray());
    }

    [Fact]
    public void a_frame_goes_there_and_back_without_loss()
    {
        var native = DicomPixelData.Create(s_native);
        var rle = DicomPixelData.Create(DicomTranscoder.Transcode(s_native, DicomTransferSyntax.RLELossless).File);
        for (var frame = 0; frame < Frames; frame++)
        {
            Transcoded(native, frame, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.RLELossless)
                .ShouldBe(rle.ReadFrame(frame).ToArray());
            Transcoded(rle, frame, DicomTransferSyntax.RLELossless, DicomTransferSyntax.ExplicitVRLittleEndian)
                .ShouldBe(native.ReadFrame(frame).ToArray());
        }
    }

    [Fact]
    public void what_a_syntax_cannot_hold_is_refused() =>
        Should.Throw<DicomPixelDataException>(() => Transcoded(
            DicomPixelData.Create(s_native), 0, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.JPEGProcess1))
            .Reason.ShouldBe(DicomPixelDataError.Unsupported);

    [Fact]
    public void a_frame_that_is_not_there_is_refused() =>
        Should.Throw<DicomPixelDataException>(() => Transcoded(
            DicomPixelData.Create(s_native), Frames, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.RLELossless))
            .Reason.ShouldBe(DicomPixelDataError.FrameOutOfRange);

    [Fact]
    public void nothing_takes_more_memory_than_was_told()
    {
        var pixels = DicomPixelData.Create(s_native);
        var least = Rows * Columns * 2;
        DicomFrameTranscoder.MemoryFor(pixels, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ExplicitVRLittleEndian)
            .ShouldBeGreaterThanOrEqualTo(least);
        DicomFrameTranscoder.MemoryFor(pixels, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.RLELossless)
            .ShouldBeGreaterThanOrEqualTo(2 * least);
    }

    private static byte[] Transcoded(DicomPixelData pixels, int frame, DicomTransferSyntax source, DicomTransferSyntax target) =>
        DicomFrameTranscoder.Transcode(pixels, frame, source, target).ToArray();
}
