using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Streams;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary>
/// <c>GET /instances/{id}/preview</c>, <c>/rendered</c>, <c>/image-uint8</c>, <c>/image-uint16</c>, <c>/image-int16</c>, and the same of
/// each frame: a picture as PNG, JPEG or PAM. Whatever has no view is 415, or a picture that says so.
/// </summary>
public sealed class PictureEndpoint(ResourceQueries queries, StoredFiles files, SpoolFolder spools) : OrthancEndpoint
{
    private static readonly Argument[] s_arguments =
    [
        new("returnUnsupportedImage", Shape.Flag.By(false), "Show a picture that says so where the image has no view"),
        new("quality", Shape.Whole.By(PictureTypes.DefaultQuality), "The quality of JPEG, from 1 to 100"),
        new("window-center", Shape.Number, "Of rendered: the center of the window"),
        new("window-width", Shape.Number, "Of rendered: the width of the window"),
        new("width", Shape.Whole, "Of rendered: the largest width, in pixels"),
        new("height", Shape.Whole, "Of rendered: the largest height, in pixels"),
        new("smooth", Shape.Flag.By(false), "Of rendered: interpolate when the size changes"),
    ];

    public override void Configure()
    {
        Get(ImageRequest.Routes("preview", "rendered", "image-uint8", "image-uint16", "image-int16"));
        Describe(Allow.View, "Read one frame as a picture for people")
            .For("image-uint8", Allow.View, "Read one frame as a picture, its values clamped to 8 bits")
            .For("image-uint16", Allow.View, "Read one frame as a picture, its values clamped to 16 bits")
            .For("image-int16", Allow.View, "Read one frame as a picture, its values clamped to 16 bits with a sign")
            .For("rendered", Allow.View, "Read one frame as a picture, windowed and scaled as asked")
            .Takes(s_arguments).AnswersBytes("The picture", "image/png", "image/jpeg", "image/x-portable-arbitrarymap");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var insteadOfNone = HttpContext.Request.IsOn("returnUnsupportedImage");
        if (!HttpContext.Request.TryGetFrame(out var frame) || await queries.FileAsync(Id, ct) is not { } file)
        {
            await NotAnsweredAsync();
            return;
        }

        try
        {
            using var spool = spools.Open();
            if (await MakeAsync(file, frame, spool, ct) is { } type) await HttpContext.Response.SendAsync(spool, type.MediaType(), ct);
            else await NotAnsweredAsync();
        }
        catch (UnreadableImageException failure) when (failure.Error == OrthancError.ParameterOutOfRange)
        {
            await NotAnsweredAsync();
        }
        catch (Exception unfit) when (unfit is UnreadableImageException or OrthancException)
        {
            await UnsupportedAsync(insteadOfNone);
        }
    }

    /// <returns>Null where the client accepts nothing that there is, or its numbers cannot be read.</returns>
    private async Task<PictureType?> MakeAsync(InstanceFile file, int frame, SpooledStream output, CancellationToken ct)
    {
        var request = HttpContext.Request;
        var accept = request.Headers.Accept;
        var operation = Operation;
        if (PictureTypes.Choose(accept.Count == 0 ? null : accept.ToString()) is not { } type) return null;
        if (type == PictureType.Jpeg && operation is "image-uint16" or "image-int16") return null;

        var options = DicomRenderOptions.Default;
        if (operation == "rendered" && !TryReadOptions(request, out options)) return null;
        var quality = request.Quality();
        return await files.DecodeAsync(file.Stored, frame, format => MemoryFor(format, options), image =>
        {
            Encode(Look(image, operation, options), type, quality, output);
            return type;
        }, ct);
    }

    private static DicomBitmap Look(DicomImage image, string operation, DicomRenderOptions options) => operation switch
    {
        "rendered" => image.Render(options),
        "image-uint8" => image.StoredValues(DicomBitmapFormat.Gray8),
        "image-uint16" => image.StoredValues(DicomBitmapFormat.Gray16),
        "image-int16" => image.StoredValues(DicomBitmapFormat.SignedGray16),
        _ => image.Preview(),
    };

    // The picture and its code, each with samples of 16 bits; it is smoothed, if at all, before it is scaled.
    private static long MemoryFor(DicomPixelFormat format, DicomRenderOptions options)
    {
        var (width, height) = options.SizeOf(format.Width, format.Height);
        var channels = format.PhotometricInterpretation is "MONOCHROME1" or "MONOCHROME2" ? 1 : 3;
        return 2 * sizeof(ushort) * channels * Math.Max((long)width * height, (long)format.Width * format.Height);
    }

    private static void Encode(DicomBitmap bitmap, PictureType type, int quality, Stream output)
    {
        switch (type)
        {
            case PictureType.Jpeg when bitmap.BitsPerSample == 8: JpegFile.Encode(bitmap, quality, output); break;
            case PictureType.Jpeg: throw new DicomImageException(DicomImageError.Unsupported, "JPEG has 8 bits for each sample");
            case PictureType.Pam: PamEncoder.Encode(bitmap, output); break;
            default: PngEncoder.Encode(bitmap, output); break;
        }
    }

    private Task UnsupportedAsync(bool insteadOfNone)
    {
        var response = HttpContext.Response;
        response.ContentLength = 0;
        if (!insteadOfNone)
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        }
        else
        {
            response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            var up = HttpContext.Request.RouteValues.ContainsKey(ImageRequest.Frame) ? "../../../../" : "../../";
            response.Headers.Location = $"{up}{UnsupportedImageEndpoint.Route[1..]}";
        }
        return response.CompleteAsync();
    }

    private static bool TryReadOptions(HttpRequest request, out DicomRenderOptions options)
    {
        options = DicomRenderOptions.Default;
        if (!TryReadNumber(request, "window-center", out var center) || !TryReadNumber(request, "window-width", out var width)
            || !TryReadSize(request, "width", out var maxWidth) || !TryReadSize(request, "height", out var maxHeight))
            return false;

        options = new() { WindowCenter = center, WindowWidth = width, MaxWidth = maxWidth, MaxHeight = maxHeight,
            Smooth = Smooth(request) };
        return true;
    }

    private static bool Smooth(HttpRequest request) => request.Query["smooth"].ToString() switch
    {
        "1" or "true" => true,
        "" or "0" or "false" => false,
        _ => throw new OrthancException(OrthancError.BadRequest, "Argument \"smooth\" must be a Boolean"),
    };

    private static bool TryReadNumber(HttpRequest request, string name, out double? number)
    {
        number = null;
        if (!request.Query.TryGetValue(name, out var text)) return true;
        if (!double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var read) || !double.IsFinite(read))
            return false;
        number = read;
        return true;
    }

    private static bool TryReadSize(HttpRequest request, string name, out int size)
    {
        size = 0;
        return !request.Query.TryGetValue(name, out var text)
            || int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }
}
