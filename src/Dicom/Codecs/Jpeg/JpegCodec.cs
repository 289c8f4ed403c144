using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>
/// JPEG with Huffman codes (ITU-T T.81, PS3.5 annex A.4.1): sequential and progressive of 8 and 12 bits, lossless of 2 to 16 bits. Not
/// hierarchical, not arithmetic. The stream tells its process, whatever the syntax says.
/// </summary>
internal sealed class JpegCodec : DicomCodec
{
    // ITU-T T.81 table H.1; the average of left and above suits noise.
    private const int LeftPredictor = 1;
    private const int AveragePredictor = 7;

    private static readonly string[] s_retired = ["52", "53", "54", "55", "56", "58", "59", "60", "61", "62", "63", "64", "65", "66"];

    public override IReadOnlyList<DicomTransferSyntax> TransferSyntaxes { get; } =
    [
        DicomTransferSyntax.JPEGProcess1, DicomTransferSyntax.JPEGProcess2_4, DicomTransferSyntax.JPEGProcess14,
        DicomTransferSyntax.JPEGProcess14SV1,
        .. s_retired.Select(process => DicomTransferSyntax.Lookup("1.2.840.10008.1.2.4." + process)),
    ];

    public override bool CanEncode(DicomTransferSyntax syntax) =>
        syntax == DicomTransferSyntax.JPEGProcess1 || syntax == DicomTransferSyntax.JPEGProcess2_4 || IsLossless(syntax);

    public override DicomPixelFormat Decode(ReadOnlySpan<byte> compressed, DicomPixelFormat declared, Span<byte> samples)
    {
        if (declared.SamplesPerPixel is not (1 or 3))
            throw new DicomCodecException(
                $"JPEG with {declared.SamplesPerPixel} samples for each pixel is not supported") { IsUnsupported = true };

        return declared with
        {
            IsPlanar = false,
            PhotometricInterpretation = new JpegDecoder(compressed, declared, FrameRoom.Of(declared, samples)).Decode(),
        };
    }

    /// <summary>
    /// Lossless: any samples of 8 or 16 allocated bits. Lossy: unsigned gray, and color, which is given back as YBR_FULL_422; of 8 bits, in
    /// the extended process also of 12.
    /// </summary>
    public override DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options,
        IBufferWriter<byte> compressed)
    {
        if (format.SamplesPerPixel is not (1 or 3))
            throw new DicomCodecException(
                $"JPEG with {format.SamplesPerPixel} samples for each pixel is not supported") { IsUnsupported = true };

        samples = FrameRoom.Of(format, samples);
        if (!IsLossless(syntax))
            return EncodeLossy(samples, format, syntax, options.JpegQuality, compressed);

        JpegLosslessEncoder.Encode(samples, format,
            syntax == DicomTransferSyntax.JPEGProcess14 ? AveragePredictor : LeftPredictor, compressed);
        return format;
    }

    private static DicomPixelFormat EncodeLossy(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, int quality, IBufferWriter<byte> compressed)
    {
        var precision = format.BitsAllocated == 8 ? 8 : 12;
        var isExtended = syntax == DicomTransferSyntax.JPEGProcess2_4;
        if (format.BitsAllocated is not (8 or 16) || format.BitsStored > precision || format.HighBit != format.BitsStored - 1
            || (precision == 12 && !isExtended))
            throw new DicomCodecException(
                $"This JPEG process cannot hold samples of {format.BitsStored} bits in {format.BitsAllocated}") { IsUnsupported = true };

        // PS3.5 section 8.2.1 has no signed samples here: what is around 0 would be torn apart.
        if (format.IsSigned)
            throw new DicomCodecException("Lossy JPEG cannot hold signed samples") { IsUnsupported = true };

        if (format.PhotometricInterpretation is not ("MONOCHROME1" or "MONOCHROME2" or "RGB" or "YBR_FULL"))
            throw new DicomCodecException($"Lossy JPEG cannot hold {format.PhotometricInterpretation}") { IsUnsupported = true };

        if (quality is < 1 or > 100)
            throw new DicomCodecException($"The quality of JPEG is 1 to 100, not {quality}");

        var marker = isExtended ? JpegMarker.ExtendedFrame : JpegMarker.BaselineFrame;
        JpegSequentialEncoder.Encode(samples, format, marker, precision, quality, compressed);
        return format with
        {
            BitsStored = precision, HighBit = precision - 1,
            PhotometricInterpretation = format.SamplesPerPixel == 3 ? "YBR_FULL_422" : format.PhotometricInterpretation,
        };
    }

    private static bool IsLossless(DicomTransferSyntax syntax) =>
        syntax == DicomTransferSyntax.JPEGProcess14 || syntax == DicomTransferSyntax.JPEGProcess14SV1;
}
