using System.Globalization;

namespace EventDicom.Api.Http;

/// <summary>
/// One entry of an Accept header (RFC 9110 section 12.5.1), as clients of DICOMweb write them: values quoted or not, blanks anywhere.
/// </summary>
/// <param name="Type">Lower case.</param>
/// <param name="Parameters">By lower-case names; of one that is there twice the last.</param>
/// <param name="Quality">0 to 1.</param>
public sealed record MediaRange(string Type, IReadOnlyDictionary<string, string> Parameters, double Quality)
{
    // Nobody means more.
    private const int Most = 64;

    /// <summary>The entries of a request: the best first, equal ones in their order; none where it says nothing.</summary>
    public static IReadOnlyList<MediaRange> Of(HttpRequest request) =>
    [
        .. Parse(string.Join(',', request.Headers.Accept.AsEnumerable())).Where(range => range.Quality > 0)
            .OrderByDescending(range => range.Quality),
    ];

    public static IEnumerable<MediaRange> Parse(string header) =>
        Split(header, ',').Take(Most).Select(ParseOne).Where(range => range.Type.Length > 0);

    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    private static MediaRange ParseOne(string entry)
    {
        var pieces = Split(entry, ';').ToList();
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var piece in pieces.Skip(1)) Add(parameters, piece);
        // A type that brings parameters of its own within its quotes.
        if (parameters.GetValueOrDefault("type") is { } type && type.Contains(';', StringComparison.Ordinal))
        {
            var inner = Split(type, ';').ToList();
            parameters["type"] = inner[0];
            foreach (var piece in inner.Skip(1)) Add(parameters, piece);
        }
        var isNumber = double.TryParse(
            parameters.GetValueOrDefault("q"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var quality = isNumber ? Math.Min(number, 1) : 1;
        // Parameters alone are no type.
        return new(pieces is [var first, ..] && !first.Contains('=', StringComparison.Ordinal) ? first.ToLowerInvariant() : "",
            parameters, quality);
    }

    private static void Add(Dictionary<string, string> parameters, string piece)
    {
        if (piece.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var sign)) return;
        var value = piece[(sign + 1)..].Trim().Trim('"');
        var name = piece[..sign].Trim();
        parameters[name] = name.Equals("type", StringComparison.OrdinalIgnoreCase) ? value.ToLowerInvariant() : value;
    }

    // Separators within quotes separate nothing.
    private static IEnumerable<string> Split(string text, char separator)
    {
        var (start, quoted) = (0, false);
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && text[index] == '"') quoted = !quoted;
            if (index < text.Length && (quoted || text[index] != separator)) continue;
            if (text.AsSpan(start, index - start).Trim() is { IsEmpty: false } piece) yield return piece.ToString();
            start = index + 1;
        }
    }
}
