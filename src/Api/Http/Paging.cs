using System.Globalization;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>The arguments <c>since</c> and <c>limit</c> of lists: both or none, as Orthanc demands.</summary>
public static class Paging
{
    /// <returns>How many to skip, and the most to show, <c>null</c> for all.</returns>
    public static (long Since, long? Limit) Of(HttpRequest request)
    {
        var query = request.Query;
        var (hasSince, hasLimit) = (query.ContainsKey("since"), query.ContainsKey("limit"));
        if (!hasSince && !hasLimit) return (0, null);
        if (!hasSince || !hasLimit)
            throw new OrthancException(
                OrthancError.BadRequest,
                $"Missing \"{(hasSince ? "limit" : "since")}\" argument for GET request against: {request.Path.Value!.TrimEnd('/')}/");

        var (since, limit) = (Parse(query["since"]), Parse(query["limit"]));
        // Orthanc reads a negative number as a huge one: past every end, or without limit.
        return (since < 0 ? long.MaxValue : since, limit < 0 ? null : limit);
    }

    private static long Parse(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new OrthancException(OrthancError.BadParameterType, "Syntax error in some user-supplied data");
}
