using System.Runtime.CompilerServices;
using EventDicom.Api.Configuration;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Streams;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.DicomWeb;

/// <summary>Answers requests to store: the parts of the body are stored as they come, and what became of each is said.</summary>
public sealed class StoreRequest(
    StoredParts store, SpoolFolder spools, DicomDictionary dictionary, DicomWebAddresses addresses, OrthancConfiguration configuration)
{
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
        var files = FilesOf(MultipartBody.Of(context.Request), ct);
        await foreach (var part in store.StoreAsync(files, study is null ? null : new(study), origin, ct)) parts.Add(part);

        var type = MediaRange.Of(context.Request).Any(range => range.Type == ModelTypes.Xml) ? ModelType.Xml : ModelType.Json;
        using var spool = spools.Open();
        ModelAnswer.Write(spool, StoreAnswer.Of(parts, addresses.Of(context.Request)), type, dictionary);
        spool.Position = 0;
        context.Response.StatusCode = StoreOutcome.StatusOf(parts);
        context.Response.ContentType = type == ModelType.Xml ? ModelTypes.Xml : ModelTypes.Json;
        context.Response.ContentLength = spool.Length;
        await spool.CopyToAsync(context.Response.Body, ct);
    }

    // Of other kinds nothing is stored, and nothing said.
    private static async IAsyncEnumerable<Stream> FilesOf(MultipartBody body, [EnumeratorCancellation] CancellationToken ct)
    {
        while (await body.NextAsync(ct) is { } part)
            if (StoredParts.IsDicom(part.Headers.GetValueOrDefault(HeaderNames.ContentType) ?? "")) yield return part.Content;
    }

    private static void RequireMultipart(HttpRequest request)
    {
        var type = MediaRange.Parse(request.ContentType ?? "").FirstOrDefault();
        if (type?.Type == ModelTypes.Multipart && type["type"] == StoredParts.Dicom && MultipartBody.BoundaryOf(request) is not null)
            return;
        throw new OrthancException(
            OrthancError.UnsupportedMediaType, $"The body must be {ModelTypes.Multipart}; type=\"{StoredParts.Dicom}\", with a boundary");
    }
}
