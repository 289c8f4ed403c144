using EventDicom.Projections.Resources;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Http;

/// <summary>Answers with a stored file: ETag, Last-Modified, ranges and conditions as RFC 9110 has them.</summary>
public static class StoredBytes
{
    /// <param name="stream">Disposed of when the answer is sent.</param>
    public static Task AnswerAsync(HttpContext context, InstanceFile file, Stream stream)
    {
        context.MarkResponseStart(); // 304 has no body, and FastEndpoints would take that for no answer
        context.Response.Headers.ContentDisposition = $"filename=\"{file.FileUuid}.dcm\"";
        return TypedResults.Stream(
            stream, "application/dicom", fileDownloadName: null, file.StoredAt, new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true)
            .ExecuteAsync(context);
    }
}
