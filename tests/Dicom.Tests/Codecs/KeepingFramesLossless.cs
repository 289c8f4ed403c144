using FsCheck.Xunit;

namespace EventDicom.Dicom.Tests.Codecs;

[Properties(Arbitrary = [typeof(AnyFrame)], MaxTest = 300)]
public sealed class KeepingFramesLossless
{
    [Property]
    public void rle_gives_back_every_bit(TestFrame frame) => ShouldComeBack(frame, DicomTransferSyntax.RLELossless);

    [Property]
    public void jpeg_gives_back_every_bit(TestFrame frame)
    {
        ShouldComeBack(frame, DicomTransferSyntax.JPEGProcess14);
        ShouldComeBack(frame, DicomTransferSyntax.JPEGProcess14SV1);
    }

    [Property]
    public void deflate_and_no_compression_give_back_every_bit(TestFrame frame)
    {
        ShouldComeBack(frame, DicomTransferSyntax.DeflatedImageFrameCompression);
        ShouldComeBack(frame, DicomTransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian);
    }

    private static void ShouldComeBack(TestFrame frame, DicomTransferSyntax syntax)
    {
        DicomCodecs.Find(syntax)!.CanEncode(syntax).ShouldBeTrue();
        var (format, stream) = frame.Encode(syntax);

        var decoded = TestFrame.Decode(syntax, stream, format);

        format.ShouldBe(frame.Format);
        decoded.Format.ShouldBe(frame.Format);
        decoded.Samples.ShouldBe(frame.Samples);
    }
}
