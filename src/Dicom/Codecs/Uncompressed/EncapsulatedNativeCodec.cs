using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>Frames that stand in fragments as they would stand in native pixel data (PS3.5 annex A.4.11).</summary>
internal sealed class EncapsulatedNativeCodec : DicomCodec
{
    public override IReadOnlyList<DicomTransferSyntax> TransferSyntaxes { get; } = [DicomTransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian];

    public override bool CanEncode(DicomTransferSyntax syntax) => TransferSyntaxes.Contains(syntax);

    public override DicomPixelFormat Decode(ReadOnlySpan<byte> compressed, DicomPixelFormat declared, Span<byte> samples) =>
        NativeLayout.Straighten(compressed, declared, samples);

    public override DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options, IBufferWriter<byte> compressed)
    {
        compressed.Write(FrameRoom.Of(format, samples));
        return format;
    }
}
