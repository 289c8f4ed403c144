using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>Which content a metadata or an attachment has: how often it was changed, and an MD5. What Orthanc's clients compare.</summary>
/// <param name="Number">0 for what was never changed.</param>
/// <param name="Md5">32 lower-case hex digits.</param>
internal readonly record struct ValueRevision(long Number, string Md5)
{
#pragma warning disable CA5351 // An ETag as Orthanc makes it; it tells values apart and secures nothing.
    public static ValueRevision Of(string value) => new(0, Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value))));
#pragma warning restore CA5351

    public string ETag => string.Create(CultureInfo.InvariantCulture, $"\"{Number}-{Md5}\"");

    /// <summary>A revision as a client names it, with or without quotes.</summary>
    /// <exception cref="OrthancException">Error 3: it has no number before a dash.</exception>
    public static ValueRevision Parse(string text)
    {
        var parts = text.Trim().Trim('"').Split('-', 2);
        return parts is [var number, var md5] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new(revision, md5)
            : throw new OrthancException(OrthancError.ParameterOutOfRange, $"Not a revision and an MD5, \"revision-md5\": {text}");
    }
}

internal static class ValueRevisionAnswer
{
    /// <summary>Shows the revision, and answers 304 where it is the one that the client has (<c>If-None-Match</c>).</summary>
    /// <returns>Whether the answer is made.</returns>
    /// <exception cref="OrthancException">Error 3: the client names no revision.</exception>
    public static bool IsUnchanged(this HttpContext context, ValueRevision current)
    {
        context.Response.Headers.ETag = current.ETag;
        var known = context.Request.Headers.IfNoneMatch.ToString();
        if (known.Length == 0 || ValueRevision.Parse(known) != current) return false;

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
