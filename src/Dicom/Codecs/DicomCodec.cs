using System.Buffers;

namespace EventDicom.Dicom;

/// <summary>
/// Compresses and decompresses single frames of some transfer syntaxes (PS3.5 sections 8.2 and annex A.4). Stateless, safe for any number
/// of threads. Trusts nothing: a hostile stream ends in <see cref="DicomCodecException"/>, never in a read or write out of bounds, and
/// never allocates more than the declared frame demands.
/// </summary>
public abstract class DicomCodec
{
    /// <summary>Bytes that any of the codecs takes at most for one frame, beside both forms of the frame itself: wavelets are reckoned with
    /// 32 bits for each sample.</summary>
    public static long WorkingMemory(DicomPixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return (long)format.Width * format.Height * format.SamplesPerPixel * sizeof(int);
    }

    /// <summary>The syntaxes that it decodes.</summary>
    public abstract IReadOnlyList<DicomTransferSyntax> TransferSyntaxes { get; }

    /// <summary>Whether it also compresses into this syntax.</summary>
    public abstract bool CanEncode(DicomTransferSyntax syntax);

    /// <summary>Decompresses one frame.</summary>
    /// <param name="compressed">All fragments of the frame, joined.</param>
    /// <param name="declared">What the data set says about the frame. Width, height, number of samples and bits must agree with the
    /// stream.</param>
    /// <param name="samples">Takes the frame, pixel by pixel, never plane by plane: at least as many bytes as the answer's
    /// <see cref="DicomPixelFormat.FrameLength"/>, which is at most that of <paramref name="declared"/> with three full samples.</param>
    /// <returns>How the samples now lie: like <paramref name="declared"/>, not planar, not subsampled, and with the photometric
    /// interpretation that they really have (RGB where the stream's YBR was converted, as it always is for lossy JPEG and JPEG
    /// 2000).</returns>
    /// <exception cref="DicomCodecException">The stream is damaged, does not agree with the declaration, or needs a library that is
    /// missing.</exception>
    public abstract DicomPixelFormat Decode(ReadOnlySpan<byte> compressed, DicomPixelFormat declared, Span<byte> samples);

    /// <summary>Compresses one frame that lies pixel by pixel and is not subsampled.</summary>
    /// <param name="syntax">One for which <see cref="CanEncode"/> holds.</param>
    /// <param name="options">Quality of lossy syntaxes.</param>
    /// <param name="compressed">Takes the stream, without the padding byte that an odd length needs.</param>
    /// <returns>The format that the data set must declare for the stream, with its photometric interpretation.</returns>
    /// <exception cref="DicomCodecException">The syntax cannot hold such samples, or needs a library that is missing.</exception>
    public abstract DicomPixelFormat Encode(
        ReadOnlySpan<byte> samples, DicomPixelFormat format, DicomTransferSyntax syntax, DicomCodecOptions options,
        IBufferWriter<byte> compressed);
}
