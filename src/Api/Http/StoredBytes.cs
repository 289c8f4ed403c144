using EventDicom.Projections.Resources;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Http;

/// <summary>Answers with a stored file, whole: ETag, Last-Modified and conditions as RFC 9110 has them, but no ranges, as in
/// Orthanc.</summary>
public static class StoredBytes
{
    private const string ContentType = "application/dicom";

    // Bytes. Read straight into what is sent, and without leaving the thread: small files cost one read and one write, of large ones
    // Kestrel is given a piece while the piece before is on its way.
    private const int Piece = 256 * 1024;

    private static readonly string[] s_conditions =
        [HeaderNames.IfMatch, HeaderNames.IfNoneMatch, HeaderNames.IfModifiedSince, HeaderNames.IfUnmodifiedSince];

    /// <param name="stream">Disposed of when the answer is sent.</param>
    public static async Task AnswerAsync(HttpContext context, InstanceFile file, Stream stream)
    {
        context.MarkResponseStart(); // 304 has no body, and FastEndpoints would take that for no answer
        context.NameFile($"{file.FileUuid}.dcm");
        if (s_conditions.Any(context.Request.Headers.ContainsKey))
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
            await SendAsync(context, stream, file.Size);
        }
    }

    /// <summary>Sends bytes of a file from where it stands; ends early where the client goes away.</summary>
    /// <exception cref="EndOfStreamException">The file has fewer.</exception>
    public static async Task SendAsync(HttpContext context, Stream stream, long length)
    {
        var writer = context.Response.BodyWriter;
        while (length > 0)
        {
            var piece = (int)Math.Min(length, Piece);
            stream.ReadExactly(writer.GetMemory(piece).Span[..piece]);
            writer.Advance(piece);
            length -= piece;
            if ((await writer.FlushAsync(context.RequestAborted)).IsCompleted) return;
        }
    }
}
