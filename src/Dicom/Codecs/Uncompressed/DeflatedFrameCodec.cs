using System.Buffers;
using System.IO.Compression;

namespace EventDicom.Dicom;

/// <summary>Frames each of which is one raw deflate stream (PS3.5 annex A.4.13) of what native pixel data would hold.</summary>
internal sealed class DeflatedFrameCodec : DicomCodec
{
    public override IReadOnlyList<DicomTransferSyntax> TransferSyntaxes { get; } = [DicomTransferSyntax.DeflatedImageFrameCompression];

    public override bool CanEncode(DicomTransferSyntax syntax) => TransferSyntaxes.Contains(syntax);

    public override DicomPixelFormat Decode(ReadOnlySpan<byte> compressed, DicomPixelFormat declared, Span<byte> samples)
    {
        samples = FrameRoom.Of(declared, samples);
        var length = (int)declared.FrameLength;

        // Two bytes more than the frame, to see that nothing follows but the padding of an odd length.
        var native = new byte[length + 2];
        var read = Inflate(compressed, native);
        if (read != length && read != length + (length & 1))
            throw new DicomCodecException(
                $"A deflated frame holds {(read > length ? "more" : "less")} than the {length} bytes that its attributes call for");

        var frame = NativeLayout.Interleave(native.AsMemory(0, length), declared);
        frame.Samples.Span.CopyTo(samples);
        return frame.Format;
    }

    public override DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options,
        IBufferWriter<byte> compressed)
    {
        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(FrameRoom.Of(format, samples));

        compressed.Write(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        return format;
    }

    private static int Inflate(ReadOnlySpan<byte> compressed, Span<byte> native)
    {
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(compressed.ToArray(), writable: false), CompressionMode.Decompress);
            return inflate.ReadAtLeast(native, native.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new DicomCodecException("A deflated frame is damaged", e);
        }
    }
}
