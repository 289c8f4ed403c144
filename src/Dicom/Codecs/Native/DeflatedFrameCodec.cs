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
        // One byte more than the frame, to see that nothing follows but the padding of an odd length.
        samples = FrameRoom.Of(declared, samples);
        var length = (int)declared.FrameLength;
        var native = ArrayPool<byte>.Shared.Rent(length + 2);
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(compressed.ToArray(), writable: false), CompressionMode.Decompress);
            var read = inflate.ReadAtLeast(native.AsSpan(0, length + 2), length + 2, throwOnEndOfStream: false);
            return read == length || read == length + (length & 1)
                ? NativeLayout.Straighten(native.AsSpan(0, length), declared, samples)
                : throw new DicomCodecException($"A deflated frame holds {(read > length ? "more" : "less")} than the {length} bytes that its attributes call for");
        }
        catch (InvalidDataException e)
        {
            throw new DicomCodecException("A deflated frame is damaged", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(native);
        }
    }

    public override DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options, IBufferWriter<byte> compressed)
    {
        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(FrameRoom.Of(format, samples));

        compressed.Write(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        return format;
    }
}
