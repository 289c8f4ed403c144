using System.Globalization;

namespace EventDicom.Api.Images;

/// <summary>Numbers and flags in the queries of images, as Orthanc reads them.</summary>
public static class ImageRequest
{
    public const string Frame = "frame";

    /// <summary>The routes of an image, for the first frame and for each of them.</summary>
    public static string[] Routes(params string[] operations) =>
        [.. operations.Select(operation => $"/instances/{{id}}/{operation}"), .. operations.Select(operation => $"/instances/{{id}}/frames/{{{Frame}}}/{operation}")];

    /// <summary>The number of the frame that the path names, 0 for the image itself.</summary>
    /// <returns>False where the path names something that is no number.</returns>
    public static bool TryGetFrame(this HttpRequest request, out int frame)
    {
        frame = 0;
        return request.RouteValues[Frame] is not string text || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out frame);
    }

    /// <summary>An argument that must be a Boolean: <c>1</c>, <c>true</c>, <c>0</c> or <c>false</c>; there without a value it is true.</summary>
    /// <exception cref="OrthancException">Error 3: something else.</exception>
    public static bool GetBoolean(this HttpRequest request, string name, bool absent)
    {
        if (!request.Query.TryGetValue(name, out var values)) return absent;
        return values.ToString() switch
        {
            "1" or "true" or "" => true,
            "0" or "false" => false,
            var other => throw new OrthancException(OrthancError.ParameterOutOfRange, $"Expected a Boolean for GET argument \"{name}\", found: {other}"),
        };
    }
}
