using System.Runtime.CompilerServices;
using EventDicom.Api.Configuration;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// Stores the parts of a body, one after the other as they come, and says what became of each. Some are on their way to the disk while the
/// next one is received, so that they share a commit; what was stored before a failure stays.
/// </summary>
public sealed class StoreRequest(
    Reception reception, Intake intake, IBlobStore blobs, SpoolFolder spools, DicomDictionary dictionary, DicomWebAddresses addresses,
    OrthancConfiguration configuration)
{
    private const string Dicom = "application/dicom";

    // Parts that wait for their commit.
    private const int AtOnce = 16;

    // Bytes: more than nearly all data sets take.
    private const long MostMemory = 1 << 20;

    /// <param name="study">The study that all of them must belong to; <c>null</c> for any.</param>
    /// <exception cref="OrthancException">415: the body is no multipart body of DICOM files. Error 15: it is damaged.</exception>
    public async Task AnswerAsync(HttpContext context, string? study, Origin origin, CancellationToken ct)
    {
        if (configuration.Storage.ReadOnly)
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.ContentLength = 0;
            context.MarkResponseStart(); // else FastEndpoints would say 204
            return;
        }

        RequireMultipart(context.Request);
        var parts = new List<StoredPart>();
        await foreach (var part in StoreAsync(MultipartBody.Of(context.Request), study, origin, ct)) parts.Add(part);

        var type = MediaRange.Of(context.Request).Any(range => range.Type == ModelTypes.Xml) ? ModelType.Xml : ModelType.Json;
        using var spool = spools.Open();
        ModelAnswer.Write(spool, StoreAnswer.Of(parts, addresses.Of(context.Request)), type, dictionary);
        spool.Position = 0;
        context.Response.StatusCode = StoreOutcome.StatusOf(parts);
        context.Response.ContentType = type == ModelType.Xml ? ModelTypes.Xml : ModelTypes.Json;
        context.Response.ContentLength = spool.Length;
        await spool.CopyToAsync(context.Response.Body, ct);
    }

    private async IAsyncEnumerable<StoredPart> StoreAsync(
        MultipartBody body, string? study, Origin origin, [EnumeratorCancellation] CancellationToken ct)
    {
        var window = new Queue<Task<StoredPart>>();
        try
        {
            while (await body.NextAsync(ct) is { } part)
            {
                // Of other kinds nothing is stored, and nothing said.
                var contentType = part.Headers.GetValueOrDefault(HeaderNames.ContentType) ?? "";
                if (!contentType.Contains(Dicom, StringComparison.OrdinalIgnoreCase)) continue;
                if (window.Count == AtOnce) yield return await window.Dequeue();
                window.Enqueue(StoreAsync(await blobs.ReceiveAsync(part.Content, ct), study, origin, ct));
            }
            while (window.TryDequeue(out var next)) yield return await next;
        }
        finally
        {
            foreach (Task left in window)
                await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task<StoredPart> StoreAsync(IncomingBlob received, string? study, Origin origin, CancellationToken ct)
    {
        using var blob = received;
        if ((await reception.AdmitAsync(blob, origin, made: null, ct)).IsRefused(out _, out var admitted)) return Unidentified(blob);
        using var admission = admitted;
        var header = admission.Incoming.Header;
        if (string.IsNullOrWhiteSpace(header.SopClassUid)) return StoredPart.Bad(null, header.SopInstanceUid);

        var sopClass = header.SopClassUid.Trim();
        if (study is not null && header.StudyInstanceUid != study) return StoredPart.OfOtherStudy(sopClass, header.SopInstanceUid);
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

    private static void RequireMultipart(HttpRequest request)
    {
        var type = MediaRange.Parse(request.ContentType ?? "").FirstOrDefault();
        if (type?.Type == ModelTypes.Multipart && type["type"] == Dicom && MultipartBody.BoundaryOf(request) is not null) return;
        throw new OrthancException(
            OrthancError.UnsupportedMediaType, $"The body must be {ModelTypes.Multipart}; type=\"{Dicom}\", with a boundary");
    }
}
