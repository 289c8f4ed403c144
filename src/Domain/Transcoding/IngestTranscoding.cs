using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Transcoding;

/// <summary>Orthanc's <c>IngestTranscoding</c>: what arrives is stored in this transfer syntax.</summary>
/// <param name="Target"><c>null</c> to store everything as it comes.</param>
/// <param name="OfUncompressed">Whether files without compression are converted.</param>
/// <param name="OfCompressed">Whether compressed files are converted.</param>
/// <param name="Codec">How much a lossy target may lose.</param>
public sealed record IngestTranscodingOptions(DicomTransferSyntax? Target, bool OfUncompressed, bool OfCompressed, DicomCodecOptions Codec);

/// <summary>
/// Converts what arrives to the transfer syntax of the archive, for every door: uploads, entries of archives, made instances, and the
/// results of jobs. As in Orthanc, a result is left alone where the request named its transfer syntax (Orthanc 1.10.1 converts that too;
/// later versions do not). What cannot be converted, or is so large that the machine has not the memory, is stored as it came. Asked by
/// <see cref="Reception"/> alone.
/// </summary>
public sealed class IngestTranscoding(IngestTranscodingOptions options, IBlobStore blobs, FileTranscoder transcoder, FileReading reading,
    ILogger<IngestTranscoding> logger)
{
    /// <returns>The converted file, for the caller to dispose of; <c>null</c> to store the one that came.</returns>
    public async Task<IncomingBlob?> ConvertAsync(IncomingBlob blob, InstanceHeader header, CancellationToken ct)
    {
        if (options.Target is not { } target || !header.HasPixelData) return null;

        var source = DicomTransferSyntax.Lookup(header.TransferSyntaxUid);
        if (source.Equals(target) || !(source.IsEncapsulated ? options.OfCompressed : options.OfUncompressed)) return null;

        try
        {
            using var stream = blob.OpenFile();
            var file = DicomFile.Open(stream, reading.Whole with { MaxMemory = DataSetMemory.Unshared });
            // The same file must become the same instance each time that it comes.
            var lossyUid = DicomUIDGenerator.Derive($"{header.SopInstanceUid}|{target.UID}");
            return await transcoder.TranscodeAsync(file, target, result => blobs.Receive(body => result.Save(body)), ct, lossyUid,
                options.Codec);
        }
        catch (Exception failure) when (failure is DicomFileException or DicomPixelDataException or DicomCodecException
            or NotEnoughMemoryException)
        {
            Log.NotTranscoded(logger, header.InstanceId, target.UID, failure.Message);
            return null;
        }
    }
}
