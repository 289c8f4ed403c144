using System.Globalization;
using EventDicom.Api.Http;
using FastEndpoints;

namespace EventDicom.Api.Attachments;

/// <summary>Answers with the bytes of an attachment, or with the part of them that a <see cref="ByteRange"/> asks for.</summary>
internal static class AttachedBytes
{
    /// <summary>What bytes of no known kind are sent as, and every part of others.</summary>
    public const string AnyBytes = "application/octet-stream";

    /// <param name="stream">Seekable; what follows the first <paramref name="size"/> bytes is not sent. Disposed of when the answer
    /// is.</param>
    /// <param name="name">What the answer is called where the request does not say.</param>
    /// <exception cref="OrthancException">416: the range is not within the attachment.</exception>
    public static async Task AnswerAsync(HttpContext context, Stream stream, long size, string contentType, string name)
    {
        await using var closed = stream;
        context.MarkResponseStart(); // else FastEndpoints would take an empty answer for none
        var response = context.Response;
        var range = ByteRange.Of(context.Request, size, response.Headers.ETag);
        context.NameFile(name);
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = contentType;
        if (range is { } part)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {part.First}-{part.Last}/{size}");
            response.ContentType = AnyBytes;
            stream.Position = part.First;
        }

        var length = range?.Length ?? size;
        response.ContentLength = length;
        await StoredBytes.SendAsync(context, stream, length);
    }
}
