using System.Globalization;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>The part of a list that a client asks for with <c>since</c> and <c>limit</c>.</summary>
/// <param name="Since">Rows to skip.</param>
/// <param name="Limit">Rows to return at most; <see cref="long.MaxValue"/> is all of them, as <c>limit=0</c> is.</param>
public readonly record struct Page(long Since, long Limit)
{
    public static readonly Page Everything = new(0, long.MaxValue);

    /// <summary>Everything where neither argument is there.</summary>
    /// <exception cref="OrthancException">One is missing (error 8), is no decimal number of 64 bits (error 5), or is negative (error
    /// 3).</exception>
    public static Page Of(HttpRequest request)
    {
        if (!request.QueryString.HasValue) return Everything;
        var hasSince = request.Query.TryGetValue("since", out var since);
        var hasLimit = request.Query.TryGetValue("limit", out var limit);
        if (!hasSince && !hasLimit) return Everything;
        if (!hasLimit) throw Missing("limit", request);
        if (!hasSince) throw Missing("since", request);
        // As Orthanc has it from 1.12.5 on.
        return Parse("limit", limit) is var rows and > 0 ? new(Parse("since", since), rows) : new(Parse("since", since), long.MaxValue);
    }

    // Larger than any list can be is as good as the largest.
    private static long Parse(string name, string? text)
    {
        var negative = text is ['-', ..];
        var digits = text.AsSpan(negative || text is ['+', ..] ? 1 : 0);
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw new OrthancException(OrthancError.BadParameterType, "Syntax error in some user-supplied data");
        if (negative && value > 0)
            throw new OrthancException(OrthancError.ParameterOutOfRange, $"Argument \"{name}\" must not be negative");
        return value > long.MaxValue ? long.MaxValue : (long)value;
    }

    private static OrthancException Missing(string argument, HttpRequest request) =>
        new(OrthancError.BadRequest, $"Missing \"{argument}\" argument for GET request against: {request.Path.Value!.TrimEnd('/')}/");
}
