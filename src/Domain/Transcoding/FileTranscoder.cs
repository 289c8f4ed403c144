using EventDicom.Dicom;
using EventDicom.Domain.Memory;

namespace EventDicom.Domain.Transcoding;

/// <summary>Writes files in other transfer syntaxes, no more of them at once than memory allows. Everybody who transcodes does it
/// here.</summary>
/// <param name="defaults">How much may be lost where nobody says so; <c>null</c> for what the codecs have.</param>
public sealed class FileTranscoder(MemoryLimiter limiter, DicomCodecOptions? defaults = null)
{
    /// <summary>Waits for room, transcodes, has the result taken and gives the room back. No transaction and no lock should be held
    /// meanwhile.</summary>
    /// <param name="source">Its large values are read from its stream.</param>
    /// <param name="putAway">Writes the result to where it takes no memory to speak of: a blob or a spool.</param>
    /// <param name="lossyInstanceUid">SOPInstanceUID of the result if it loses anything; a new one if <c>null</c>.</param>
    /// <param name="options">How much may be lost; <c>null</c> for the defaults.</param>
    /// <exception cref="DicomPixelDataException">The frames cannot be read, or are of a kind that the syntax is not for.</exception>
    /// <exception cref="DicomCodecException">A frame is damaged, the syntax cannot hold it, or a library is missing.</exception>
    /// <exception cref="NotEnoughMemoryException">The machine cannot hold what it takes.</exception>
    public async Task<T> TranscodeAsync<T>(
        DicomFile source, DicomTransferSyntax target, Func<DicomFile, T> putAway, CancellationToken ct, string? lossyInstanceUid = null,
        DicomCodecOptions? options = null) =>
        await limiter.RunAsync(
            DicomTranscoder.MemoryFor(source, target),
            () => putAway(DicomTranscoder.Transcode(source, target, options ?? defaults, lossyInstanceUid).File),
            ct);
}
