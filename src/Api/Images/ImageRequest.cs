using System.Globalization;

namespace EventDicom.Api.Images;

/// <summary>Which frame a request asks for.</summary>
public static class ImageRequest
{
    public const string Frame = "frame";

    /// <summary>The routes of an image, for the first frame and for each of them.</summary>
    public static string[] Routes(params string[] operations) =>
        [.. operations.Select(operation => $"/instances/{{id}}/{operation}"),
            .. operations.Select(operation => $"/instances/{{id}}/frames/{{{Frame}}}/{operation}")];

    /// <summary>The number of the frame that the path names, 0 for the image itself.</summary>
    /// <returns>False where the path names something that is no number.</returns>
    public static bool TryGetFrame(this HttpRequest request, out int frame)
    {
        frame = 0;
        return request.RouteValues[Frame] is not string text
            || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out frame);
    }
}
