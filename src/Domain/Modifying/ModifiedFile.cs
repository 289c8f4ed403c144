using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Transcoding;

namespace EventDicom.Domain.Modifying;

/// <summary>What a modification made of a file, with its pixels as they were: they are transcoded on the way to where the file is put.</summary>
/// <param name="Target">The transfer syntax that was asked for.</param>
/// <param name="LossyUid">SOPInstanceUID if that loses anything.</param>
/// <param name="Options">How much it may lose; <c>null</c> for what is configured.</param>
public sealed record ModifiedFile(DicomFile File, DicomTransferSyntax Target, string? LossyUid, DicomCodecOptions? Options = null)
{
    /// <param name="putAway">Writes the file to where it takes no memory to speak of.</param>
    /// <exception cref="ModificationException">The pixels cannot be transcoded.</exception>
    public async Task<T> PutAwayAsync<T>(FileTranscoder transcoder, Func<DicomFile, T> putAway, CancellationToken cancellation)
    {
        if (File.TransferSyntax.Equals(Target)) return putAway(File);
        try
        {
            return await transcoder.TranscodeAsync(File, Target, putAway, cancellation, LossyUid, Options);
        }
        catch (Exception failure) when (failure is DicomPixelDataException or DicomCodecException)
        {
            throw new ModificationException(OrthancError.NotImplemented, $"The instance cannot be transcoded to {Target}: {failure.Message}");
        }
        catch (NotEnoughMemoryException failure)
        {
            throw new ModificationException(OrthancError.NotEnoughMemory, failure.Message);
        }
    }
}
