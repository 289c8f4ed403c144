using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Transcoding;

namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>What a modification made of a file, with its pixels as they were: they are transcoded on the way to where the file is
/// put.</summary>
/// <param name="Target">The transfer syntax that was asked for.</param>
/// <param name="LossyUid">SOPInstanceUID if that loses anything.</param>
/// <param name="Options">How much it may lose; <c>null</c> for what is configured.</param>
public sealed record ModifiedFile(DicomFile File, DicomTransferSyntax Target, string? LossyUid, DicomCodecOptions? Options = null)
{
    /// <param name="save">Writes the file to where it takes next to no memory.</param>
    /// <returns>Refused with error 2 or 4: the pixels cannot be transcoded.</returns>
    public async Task<Answer<T>> SaveAsync<T>(FileTranscoder transcoder, Func<DicomFile, T> save, CancellationToken ct)
    {
        if (File.TransferSyntax.Equals(Target)) return save(File);
        try
        {
            return await transcoder.TranscodeAsync(File, Target, save, ct, LossyUid, Options);
        }
        catch (Exception failure) when (failure is DicomPixelDataException or DicomCodecException)
        {
            return new Refused(OrthancError.NotImplemented, $"The instance cannot be transcoded to {Target}: {failure.Message}");
        }
        catch (NotEnoughMemoryException failure)
        {
            return new Refused(OrthancError.NotEnoughMemory, failure.Message);
        }
    }
}
