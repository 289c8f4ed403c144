using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>Single frames in other transfer syntaxes, as clients ask for them one by one. Nothing but the frame is read.</summary>
public static class DicomFrameTranscoder
{
    /// <summary>
    /// The bytes of a frame in a syntax: as they stand in the file where that has it already, else decoded and compressed anew.
    /// </summary>
    /// <param name="frame">From 0 on.</param>
    /// <param name="source">The syntax of the file.</param>
    /// <exception cref="DicomPixelDataException">There is no such frame, or nothing can be written in the syntax.</exception>
    /// <exception cref="DicomCodecException">The frame is damaged, the syntax cannot hold it, or a library is missing.</exception>
    public static ReadOnlyMemory<byte> Transcode(
        DicomPixelData pixels, int frame, DicomTransferSyntax source, DicomTransferSyntax target, DicomCodecOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (StandsAsIs(pixels, source, target))
            return pixels.ReadFrame(frame);
        if (!DicomTranscoder.CanTranscodeTo(target))
            throw new DicomPixelDataException(DicomPixelDataError.Unsupported, $"Nothing can be written in transfer syntax {target}");

        var decoded = pixels.DecodeFrame(frame);
        if (DicomTranscoder.IsNative(target))
            return decoded.Samples;

        DicomTranscoder.RequireCompressible(decoded.Format, target);
        var compressed = new ArrayBufferWriter<byte>();
        DicomCodecs.Find(target)!.Encode(decoded.Samples.Span, decoded.Format, target, options ?? DicomCodecOptions.Default, compressed);
        return compressed.WrittenMemory;
    }

    /// <summary>Bytes that <see cref="Transcode"/> takes at most, with its result.</summary>
    /// <exception cref="DicomPixelDataException">The frames cannot be told apart.</exception>
    public static long MemoryFor(DicomPixelData pixels, DicomTransferSyntax source, DicomTransferSyntax target)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (StandsAsIs(pixels, source, target))
            return pixels.ReadingMemory;
        if (DicomTranscoder.IsNative(target))
            return pixels.DecodingMemory;

        // What a codec writes grows by doubling.
        var length = (pixels.Format with { PhotometricInterpretation = "" }).FrameLength;
        return pixels.DecodingMemory + DicomCodec.WorkingMemory(pixels.Format) + (2 * length);
    }

    // Native frames are handed out in little endian whatever the file has.
    private static bool StandsAsIs(DicomPixelData pixels, DicomTransferSyntax source, DicomTransferSyntax target) =>
        source.Equals(target) || (DicomTranscoder.IsNative(target) && !pixels.IsCompressed);
}
