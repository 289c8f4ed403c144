using System.Globalization;
using EventDicom.Projections.Resources;
using FastEndpoints;
using Microsoft.AspNetCore.Http.Extensions;

namespace EventDicom.Api.Attachments;

/// <summary>Answers with the bytes of an attachment, or with the part of them that a <see cref="ByteRange"/> asks for.</summary>
internal static class AttachedBytes
{
    private const string ContentType = "application/dicom", PartType = "application/octet-stream";
    private const int CopyBuffer = 64 * 1024;

    /// <param name="stream">Seekable; disposed of when the answer is sent.</param>
    /// <exception cref="OrthancException">416: the range is not within the attachment.</exception>
    public static async Task AnswerAsync(HttpContext context, InstanceFile file, Stream stream)
    {
        await using var closed = stream;
        context.MarkResponseStart(); // else FastEndpoints would take an empty answer for none
        var response = context.Response;
        var range = ByteRange.Of(context.Request, file.Size, response.Headers.ETag);
        context.NameFile(file.FileUuid.ToString());
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = ContentType;
        if (range is { } part)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {part.First}-{part.Last}/{file.Size}");
            response.ContentType = PartType;
            stream.Position = part.First;
        }

        var length = range?.Length ?? file.Size;
        response.ContentLength = length;
        await StreamCopyOperation.CopyToAsync(stream, response.Body, length, CopyBuffer, context.RequestAborted);
    }
}
