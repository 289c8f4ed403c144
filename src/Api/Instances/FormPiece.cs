using System.Globalization;
using EventDicom.Domain;

namespace EventDicom.Api.Instances;

/// <summary>Which file a form has a piece of, as its headers say: <c>X-File-Name</c>, and <c>X-File-Size</c> for the bytes of the
/// whole.</summary>
/// <param name="User">Pieces of different users are of different files, whatever their names.</param>
public sealed record FormPiece(string User, string FileName, long FileSize)
{
    private const string NameHeader = "X-File-Name", SizeHeader = "X-File-Size", RequestedWithHeader = "X-Requested-With";
    private const string Expected = "XMLHttpRequest";

    /// <returns>Null for a form of whole files: neither header is there.</returns>
    /// <exception cref="OrthancException">Error 9: one of them is missing, the size is no integer from 0 on, or X-Requested-With is not
    /// <c>XMLHttpRequest</c>.</exception>
    public static FormPiece? Of(IHeaderDictionary headers, Origin origin)
    {
        if (headers.TryGetValue(RequestedWithHeader, out var with) && with.ToString() != Expected)
            throw Bad($"{RequestedWithHeader} should be {Expected} in a form");

        var (hasName, hasSize) = (headers.TryGetValue(NameHeader, out var name), headers.TryGetValue(SizeHeader, out var size));
        if (!hasName && !hasSize) return null;
        if (!hasName || !hasSize) throw Bad($"{NameHeader} and {SizeHeader} go together");
        return long.TryParse(size.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new(origin.User ?? "", name.ToString(), bytes)
            : throw Bad($"{SizeHeader} should be an integer");
    }

    private static OrthancException Bad(string details) => new(OrthancError.NetworkProtocol, details);
}
