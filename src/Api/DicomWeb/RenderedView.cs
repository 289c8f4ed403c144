using System.Globalization;
using EventDicom.Dicom;

namespace EventDicom.Api.DicomWeb;

/// <summary>How a request wants to see a frame (PS3.18 section 8.3.5).</summary>
/// <param name="Options">Window and function.</param>
/// <param name="Viewport"><c>null</c> for the frame in its own size.</param>
/// <param name="Quality">Of JPEG, 1 to 100.</param>
/// <param name="IsPng">Else JPEG.</param>
/// <param name="IsMultipart">Whether the picture is the one part of a multipart answer.</param>
public sealed record RenderedView(DicomRenderOptions Options, DicomViewport? Viewport, int Quality, bool IsPng, bool IsMultipart)
{
    public const int DefaultQuality = 90;
    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";

    private const int LongestSide = 32_768;
    private const long MostPixels = 64 << 20;

    /// <summary>As the standard has it (PS3.4 annex N.2), all values where there is no window.</summary>
    public static readonly DicomRenderOptions Standard = new() { FollowStandard = true, StretchesWithoutWindow = true };

    public string MediaType => IsPng ? Png : Jpeg;

    /// <exception cref="OrthancException">Error 8: an argument makes no sense, or nothing that there is is accepted.</exception>
    public static RenderedView Of(HttpRequest request)
    {
        var (isPng, isMultipart) = Accepted(request);
        var query = request.Query;
        return new(
            query.TryGetValue("window", out var window) ? ReadWindow(window.ToString()) : Standard,
            query.TryGetValue("viewport", out var viewport) ? ReadViewport(viewport.ToString()) : null,
            query.TryGetValue("quality", out var quality) ? ReadQuality(quality.ToString()) : DefaultQuality, isPng, isMultipart);
    }

    private static (bool IsPng, bool IsMultipart) Accepted(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return (false, false);
        foreach (var range in MediaRange.Of(request))
        {
            if (range.Type is Jpeg or "image/*" or "*/*") return (false, false);
            if (range.Type == Png) return (true, false);
            if (range.Type == ModelTypes.Multipart && range["type"] is (Jpeg or Png) and var type) return (type == Png, true);
        }
        throw Bad($"Pictures can be had as {Jpeg} and {Png}");
    }

    private static DicomRenderOptions ReadWindow(string text)
    {
        var parts = text.Split(',');
        DicomVoiFunction? function = parts.Length == 3 ? parts[2].Trim() switch
        {
            "linear" => DicomVoiFunction.Linear,
            "linear-exact" => DicomVoiFunction.LinearExact,
            "sigmoid" => DicomVoiFunction.Sigmoid,
            _ => null,
        } : null;
        if (function is null || Number(parts[0]) is not { } center || Number(parts[1]) is not (> 0 and var width))
            throw Bad("\"window\" must be a center, a width above 0, and linear, linear-exact or sigmoid, separated by commas");
        return Standard with { WindowCenter = center, WindowWidth = width, WindowFunction = function };
    }

    private static DicomViewport ReadViewport(string text)
    {
        var parts = text.Split(',').Select(Number).ToArray();
        if (parts is not ([_, _] or [_, _, _, _, _, _]) || parts.Contains(null) || Side(parts[0]!.Value) is not { } width
            || Side(parts[1]!.Value) is not { } height || (long)width * height > MostPixels)
        {
            throw Bad("\"viewport\" must be a width and a height in pixels, maybe with left, top, width and height of a part");
        }

        if (parts.Length == 2) return new(width, height);
        if (parts[4] == 0 || parts[5] == 0) throw Bad("The part that \"viewport\" names is empty");
        return new(width, height) { Region = new(parts[2]!.Value, parts[3]!.Value, parts[4]!.Value, parts[5]!.Value) };
    }

    private static int ReadQuality(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var quality) && quality is >= 1 and <= 100
            ? quality
            : throw Bad("\"quality\" must be a number from 1 to 100");

    private static int? Side(double number) => number is >= 1 and <= LongestSide ? (int)number : null;

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    private static OrthancException Bad(string details) => new(OrthancError.BadRequest, details);
}
