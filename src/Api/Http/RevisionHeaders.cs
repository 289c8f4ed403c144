using System.Globalization;
using EventDicom.Api.Errors;
using EventDicom.Domain.Revisions;

namespace EventDicom.Api.Http;

/// <summary>How clients learn of revisions and name them: <c>ETag</c>, <c>If-None-Match</c> and <c>If-Match</c>.</summary>
internal static class RevisionHeaders
{
    /// <summary>Shows the revision of what is answered, or was written.</summary>
    public static void Show(this HttpContext context, Revision revision) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision.Number}-{revision.Md5}\"");

    /// <summary>Shows the revision, and answers 304 where it is the one that the client has (<c>If-None-Match</c>).</summary>
    /// <returns>Whether the answer is made.</returns>
    /// <exception cref="OrthancException">Error 3: the client names no revision.</exception>
    public static bool IsUnchanged(this HttpContext context, Revision current)
    {
        context.Show(current);
        var known = context.Request.Headers.IfNoneMatch.ToString();
        if (known.Length == 0 || Parse(known) != current) return false;

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>The revision that a change is meant for (<c>If-Match</c>); <c>null</c> where the client names none.</summary>
    /// <exception cref="OrthancException">Error 3: what it names is no revision.</exception>
    public static Revision? NamedRevision(this HttpRequest request) =>
        request.Headers.IfMatch.ToString() is { Length: > 0 } named ? Parse(named) : null;

    /// <exception cref="OrthancException">Error 43: the change was refused for its revision.</exception>
    public static void DemandRevision(this ChangeResult result)
    {
        if (result.Status == ChangeStatus.OtherRevision)
            throw new OrthancException(OrthancError.Revision, "Somebody has changed it since the revision in \"If-Match\"");
        if (result.Status == ChangeStatus.RevisionNeeded)
            throw new OrthancException(OrthancError.Revision,
                "The header \"If-Match\" must name the revision that is meant, as \"CheckRevisions\" is on");
    }

    private static Revision Parse(string text) =>
        Revision.TryParse(text) ?? throw new OrthancException(OrthancError.ParameterOutOfRange,
            $"Not a revision and an MD5, \"revision-md5\": {text}");
}
