using EventDicom.Api.Images;
using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.DicomWeb;

/// <summary>Answers with what an instance looks like: a frame as a picture, or the document or film that it holds.</summary>
public sealed class RenderedFrames(StoredFiles files, SpoolFolder spools)
{
    /// <param name="frame">From 0 on.</param>
    /// <param name="isThumbnail">Whether documents and films are shown as an icon.</param>
    /// <exception cref="UnreadableImageException">There is no such frame, or no view of it.</exception>
    public async Task AnswerAsync(
        HttpResponse response, StoredFile file, int frame, RenderedView view, bool isThumbnail, CancellationToken ct)
    {
        using (var opened = files.OpenDataSet(file))
        {
            if (EncapsulatedContent.Find(opened.File) is { } content)
            {
                if (isThumbnail) await SendAsync(response, DocumentIcon.Draw(), view with { IsPng = false }, ct);
                else await content.AnswerAsync(response, ct);
                return;
            }
        }

        using var spool = spools.Open();
        await files.DecodeAsync(file, frame, format => MemoryFor(format, view.Viewport), image =>
        {
            Encode(Look(image, view), view, spool);
            return true;
        }, ct);
        await SendAsync(response, spool, view, ct);
    }

    private async Task SendAsync(HttpResponse response, DicomBitmap picture, RenderedView view, CancellationToken ct)
    {
        using var spool = spools.Open();
        Encode(picture, view, spool);
        await SendAsync(response, spool, view, ct);
    }

    private static async Task SendAsync(HttpResponse response, SpooledStream picture, RenderedView view, CancellationToken ct)
    {
        if (!view.IsMultipart)
        {
            await response.SendAsync(picture, view.MediaType, ct);
            return;
        }

        picture.Position = 0;
        var answer = new MultipartAnswer(response, view.MediaType);
        await answer.AddAsync(view.MediaType, picture, picture.Length, ct, isOnly: true);
        await answer.EndAsync(ct);
    }

    private static DicomBitmap Look(DicomImage image, RenderedView view)
    {
        var picture = image.Render(view.Options);
        return view.Viewport?.Show(picture) ?? picture;
    }

    private static void Encode(DicomBitmap picture, RenderedView view, Stream output)
    {
        if (view.IsPng) PngEncoder.Encode(picture, output);
        else JpegFile.Encode(picture, view.Quality, output);
    }

    // The picture in both sizes, and its code.
    private static long MemoryFor(DicomPixelFormat format, DicomViewport? viewport)
    {
        var pixels = ((long)format.Width * format.Height) + (2L * (viewport?.Width ?? format.Width) * (viewport?.Height ?? format.Height));
        return pixels * (format.PhotometricInterpretation is "MONOCHROME1" or "MONOCHROME2" ? 1 : 3);
    }
}
