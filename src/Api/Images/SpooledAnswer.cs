using EventDicom.Domain.Streams;

namespace EventDicom.Api.Images;

/// <summary>Sends what was spooled while there was memory for it: a slow client keeps a file or a little memory busy, and no decoder
/// waiting.</summary>
public static class SpooledAnswer
{
    public static Task SendAsync(this HttpResponse response, SpooledStream content, string contentType, CancellationToken ct)
    {
        content.Position = 0;
        response.ContentType = contentType;
        response.ContentLength = content.Length;
        return content.CopyToAsync(response.Body, ct);
    }
}
