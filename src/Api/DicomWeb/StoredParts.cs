using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Instances;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// Stores the parts of a multipart body, one after the other as they come, and says what became of each. Some are on their way to the disk
/// while the next one is received, so that they share a commit; what was stored before a failure stays.
/// </summary>
public sealed class StoredParts(Reception reception, Intake intake, IBlobStore blobs)
{
    /// <summary>The media type of a DICOM file.</summary>
    internal const string Dicom = "application/dicom";

    // Parts that wait for their commit.
    private const int AtOnce = 16;

    // Bytes: more than nearly all data sets take.
    private const long MostMemory = 1 << 20;

    /// <summary>Whether a part says that it is a DICOM file.</summary>
    public static bool IsDicom(string contentType) => contentType.Contains(Dicom, StringComparison.OrdinalIgnoreCase);

    /// <param name="files">Each is read before the next one is asked for.</param>
    /// <param name="only">What all of them must belong to; <c>null</c> for anything.</param>
    public async IAsyncEnumerable<StoredPart> StoreAsync(
        IAsyncEnumerable<Stream> files, UidPath? only, Origin origin, [EnumeratorCancellation] CancellationToken ct)
    {
        var window = new Queue<Task<StoredPart>>();
        try
        {
            await foreach (var file in files.WithCancellation(ct))
            {
                if (window.Count == AtOnce) yield return await window.Dequeue();
                window.Enqueue(StoreAsync(await blobs.ReceiveAsync(file, ct), only, origin, ct));
            }
            while (window.TryDequeue(out var next)) yield return await next;
        }
        finally
        {
            foreach (Task left in window)
                await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task<StoredPart> StoreAsync(IncomingBlob received, UidPath? only, Origin origin, CancellationToken ct)
    {
        using var blob = received;
        if ((await reception.AdmitAsync(blob, origin, made: null, ct)).IsRefused(out _, out var admitted)) return Unidentified(blob);
        using var admission = admitted;
        var header = admission.Incoming.Header;
        if (string.IsNullOrWhiteSpace(header.SopClassUid)) return StoredPart.Bad(null, header.SopInstanceUid);

        var sopClass = header.SopClassUid.Trim();
        if (only is not null && !only.Holds(header.StudyInstanceUid, header.SeriesInstanceUid, header.SopInstanceUid))
            return StoredPart.Stranger(sopClass, header.SopInstanceUid);
        return (await intake.StoreAsync(admission.Incoming)).Refused is { } refused
            ? StoredPart.Refused(sopClass, header.SopInstanceUid, refused)
            : StoredPart.Stored(sopClass, new(header.StudyInstanceUid, header.SeriesInstanceUid, header.SopInstanceUid));
    }

    // A file without some of its identifiers may have those that name it.
    private static StoredPart Unidentified(IncomingBlob blob)
    {
        try
        {
            using var stream = blob.OpenFile();
            var dataset = DicomFile.Open(stream, new DicomReadOptions { StopBeforePixelData = true, MaxMemory = MostMemory }).Dataset;
            return StoredPart.Bad(Uid(dataset, DicomTag.SOPClassUID), Uid(dataset, DicomTag.SOPInstanceUID));
        }
        catch (DicomFileException)
        {
            return StoredPart.Bad(null, null);
        }
    }

    private static string? Uid(DicomDataset dataset, DicomTag tag) =>
        dataset.TryGetString(tag, out var uid) && uid.Trim() is { Length: > 0 } text ? text : null;
}
