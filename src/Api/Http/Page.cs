using System.Globalization;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>The part of a list that a client asks for with <c>since</c> and <c>limit</c>.</summary>
/// <param name="Since">Rows to skip.</param>
/// <param name="Limit">Rows to return at most; <see cref="long.MaxValue"/> is all of them.</param>
public readonly record struct Page(long Since, long Limit)
{
    public static readonly Page Everything = new(0, long.MaxValue);

    /// <summary>Everything where neither argument is there.</summary>
    /// <exception cref="OrthancException">One is missing (error 8), or is not a number (error 5).</exception>
    public static Page Of(HttpRequest request)
    {
        if (!request.QueryString.HasValue) return Everything;
        var hasSince = request.Query.TryGetValue("since", out var since);
        var hasLimit = request.Query.TryGetValue("limit", out var limit);
        if (!hasSince && !hasLimit) return Everything;
        if (!hasLimit) throw Missing("limit", request);
        if (!hasSince) throw Missing("since", request);
        return new(Parse(since), Parse(limit));
    }

    /// <summary>
    /// A number as Orthanc reads it, into 64 bits without sign: -1 is the largest of all. Larger than any list can be is as good
    /// as <see cref="long.MaxValue"/>.
    /// </summary>
    /// <exception cref="OrthancException">Error 5: not a decimal number of 64 bits.</exception>
    public static long Parse(string? text)
    {
        var negative = text is ['-', ..];
        var digits = text.AsSpan(negative || text is ['+', ..] ? 1 : 0);
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw new OrthancException(OrthancError.BadParameterType, "Syntax error in some user-supplied data");

        if (negative) value = 0 - value;
        return value > long.MaxValue ? long.MaxValue : (long)value;
    }

    private static OrthancException Missing(string argument, HttpRequest request) =>
        new(OrthancError.BadRequest, $"Missing \"{argument}\" argument for GET request against: {request.Path.Value!.TrimEnd('/')}/");
}
