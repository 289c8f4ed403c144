using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Sending;

namespace EventDicom.Api.Sending;

/// <summary>Reads of files that are only passed on what must be known to do that.</summary>
public sealed class StraightFiles(FileReading reading, MemoryLimiter limiter)
{
    /// <param name="blob">The file; must outlive what is answered.</param>
    /// <returns>Refused with error 15: it is no DICOM file, or does not say what it holds.</returns>
    public async Task<Answer<StraightFile>> ReadAsync(IncomingBlob blob, CancellationToken ct)
    {
        try
        {
            return await limiter.ReadAsync(reading.UpToPixels, options =>
            {
                using var stream = blob.OpenFile();
                var file = DicomFile.Open(stream, options);
                var (sopClass, instance) = (Uid(file, DicomTag.SOPClassUID), Uid(file, DicomTag.SOPInstanceUID));
                return sopClass.Length == 0 || instance.Length == 0
                    ? new Refused(OrthancError.BadFileFormat, "The file has no SOPClassUID or no SOPInstanceUID")
                    : new Answer<StraightFile>(new StraightFile(
                        new(sopClass, instance, file.TransferSyntax.UID, blob.OpenFile),
                        OrthancId.OfInstance(
                            Identifier(file, DicomTag.PatientID), Identifier(file, DicomTag.StudyInstanceUID),
                            Identifier(file, DicomTag.SeriesInstanceUID), Identifier(file, DicomTag.SOPInstanceUID))));
            }, ct, MemoryLimiter.Patience);
        }
        catch (DicomFileException)
        {
            return new Refused(OrthancError.BadFileFormat, string.Create(
                CultureInfo.InvariantCulture, $"Cannot parse an invalid DICOM file (size: {blob.Bytes.Size} bytes)"));
        }
    }

    private static string Identifier(DicomFile file, DicomTag tag) =>
        file.Dataset.TryGetString(tag, out var text) ? OrthancId.WithoutPadding(text) : "";

    private static string Uid(DicomFile file, DicomTag tag) =>
        file.Dataset.TryGetString(tag, out var uid) ? uid.Trim('\0', ' ') : "";
}

/// <summary>A file that is only passed on.</summary>
/// <param name="Id">That its instance has if it is stored here.</param>
public sealed record StraightFile(InstanceToSend ToSend, OrthancId Id);
