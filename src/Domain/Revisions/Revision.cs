using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EventDicom.Domain.Revisions;

/// <summary>Which content a metadata or an attachment has: how often it was changed, and an MD5. What Orthanc's clients compare.</summary>
/// <param name="Number">0 for what was never changed.</param>
/// <param name="Md5">Of the content, uncompressed: 32 lower-case hex digits.</param>
public readonly record struct Revision(long Number, string Md5)
{
    /// <summary>The revision of a text.</summary>
#pragma warning disable CA5351 // An ETag as Orthanc makes it; it tells values apart and secures nothing.
    public static Revision Of(string value, long number = 0) =>
        new(number, Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value))));
#pragma warning restore CA5351

    /// <summary>A revision as a client names it, with or without quotes.</summary>
    /// <returns><c>null</c>: it has no number before a dash.</returns>
    public static Revision? TryParse(string text)
    {
        var parts = text.Trim().Trim('"').Split('-', 2);
        return parts is [var number, var md5] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new(revision, md5) : null;
    }
}
