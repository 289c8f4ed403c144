using System.Globalization;

namespace EventDicom.Api.Images;

/// <summary>The files that a picture can be sent as.</summary>
public enum PictureType
{
    Png,
    Jpeg,
    Pam,
}

/// <summary>Chooses the file that the client likes best (RFC 9110 section 12.5.1, as Orthanc understands it).</summary>
public static class PictureTypes
{
    public const int DefaultQuality = 90;

    public static string MediaType(this PictureType type) => type switch
    {
        PictureType.Jpeg => "image/jpeg",
        PictureType.Pam => "image/x-portable-arbitrarymap",
        _ => "image/png",
    };

    /// <summary>What names a type exactly goes before <c>image/*</c>, and that before <c>*/*</c>; quality decides among equals, and so does
    /// their order here.</summary>
    /// <param name="accept">The header; null where there is none.</param>
    /// <returns>Null where none is acceptable.</returns>
    /// <exception cref="OrthancException">Error 8: a quality is no number from 0 to 1.</exception>
    public static PictureType? Choose(string? accept)
    {
        if (accept is null) return PictureType.Png;

        PictureType? best = null;
        var bestRank = (Specificity: -1, Quality: -1.0);
        foreach (var range in accept.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var quality = QualityOf(parts.AsSpan(1));
            var specificity = parts[0] switch { "*/*" => 0, "image/*" => 1, _ => 2 };
            foreach (var type in Enum.GetValues<PictureType>())
            {
                if ((specificity == 2 && type.MediaType() != parts[0]) || (specificity, quality).CompareTo(bestRank) <= 0) continue;
                (best, bestRank) = (type, (specificity, quality));
            }
        }
        return best;
    }

    /// <summary><c>?quality=</c> of JPEG, 1 to 100.</summary>
    /// <exception cref="OrthancException">Error 8: no such number.</exception>
    public static int Quality(this HttpRequest request)
    {
        if (!request.Query.TryGetValue("quality", out var values)) return DefaultQuality;
        return int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var quality)
            && quality is >= 1 and <= 100
            ? quality
            : throw new OrthancException(OrthancError.BadRequest,
                $"Bad quality for a JPEG encoding (must be a number between 1 and 100): {values}");
    }

    private static double QualityOf(ReadOnlySpan<string> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (!parameter.StartsWith("q=", StringComparison.Ordinal)) continue;
            return double.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
                && quality <= 1
                ? quality
                : throw new OrthancException(OrthancError.BadRequest, $"The quality {parameter} must be between 0 and 1");
        }
        return 1;
    }
}
