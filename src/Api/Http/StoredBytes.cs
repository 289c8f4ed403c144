using EventDicom.Projections.Resources;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Http;

/// <summary>Answers with a stored file, whole: ETag, Last-Modified and conditions as RFC 9110 has them, but no ranges, as in
/// Orthanc.</summary>
public static class StoredBytes
{
    private const string ContentType = "application/dicom";

    // Larger files are copied piece by piece; up to this many bytes, one read and one write cost least.
    private const int ReadAtOnce = 256 * 1024;

    private static readonly string[] s_conditions =
        [HeaderNames.IfMatch, HeaderNames.IfNoneMatch, HeaderNames.IfModifiedSince, HeaderNames.IfUnmodifiedSince];

    /// <param name="stream">Disposed of when the answer is sent.</param>
    public static async Task AnswerAsync(HttpContext context, InstanceFile file, Stream stream)
    {
        context.MarkResponseStart(); // 304 has no body, and FastEndpoints would take that for no answer
        context.NameFile($"{file.FileUuid}.dcm");
        if (file.Size > ReadAtOnce || s_conditions.Any(context.Request.Headers.ContainsKey))
        {
            await TypedResults.Stream(
                stream, ContentType, fileDownloadName: null, file.StoredAt, new EntityTagHeaderValue($"\"{file.Sha256}\""))
                .ExecuteAsync(context);
            return;
        }

        await using (stream)
        {
            var headers = context.Response.Headers;
            headers.ContentType = ContentType;
            headers.ContentLength = file.Size;
            headers.ETag = $"\"{file.Sha256}\"";
            headers.LastModified = HeaderUtilities.FormatDate(file.StoredAt);
            var memory = context.Response.BodyWriter.GetMemory((int)file.Size)[..(int)file.Size];
            stream.ReadExactly(memory.Span);
            context.Response.BodyWriter.Advance(memory.Length);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}
