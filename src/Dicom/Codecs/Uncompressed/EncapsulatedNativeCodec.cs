using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>Frames that stand in fragments as they would stand in native pixel data (PS3.5 annex A.4.11).</summary>
internal sealed class EncapsulatedNativeCodec : DicomCodec
{
    public override IReadOnlyList<DicomTransferSyntax> TransferSyntaxes { get; } =
        [DicomTransferSyntax.EncapsulatedUncompressedExplicitVRLittleEndian];

    public override bool CanEncode(DicomTransferSyntax syntax) => TransferSyntaxes.Contains(syntax);

    public override DicomPixelFormat Decode(ReadOnlySpan<byte> compressed, DicomPixelFormat declared, Span<byte> samples)
    {
        samples = FrameRoom.Of(declared, samples);
        var length = (int)declared.FrameLength;
        if (compressed.Length < length)
            throw new DicomCodecException($"A frame has {compressed.Length} bytes, its attributes call for {length}");

        var frame = NativeLayout.Interleave(compressed[..length].ToArray(), declared);
        frame.Samples.Span.CopyTo(samples);
        return frame.Format;
    }

    public override DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options,
        IBufferWriter<byte> compressed)
    {
        compressed.Write(FrameRoom.Of(format, samples));
        return format;
    }
}
