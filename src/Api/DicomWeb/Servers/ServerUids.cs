using System.Text.Json;
using EventDicom.Domain.DicomWeb;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>Reads of a body which study, series or instance of a server it means.</summary>
internal static class ServerUids
{
    /// <param name="study">Name of the member with the UID of the study, which must be there.</param>
    /// <param name="series">Likewise, of one that may be missing; and so on.</param>
    /// <exception cref="OrthancException">Error 15: a UID is missing above another, or is none.</exception>
    public static UidPath Of(JsonElement members, string study, string? series, string? instance)
    {
        var path = new UidPath(
            Uid(members, study) ?? throw new OrthancException(OrthancError.BadFileFormat, $"\"{study}\" is missing"),
            series is null ? null : Uid(members, series), instance is null ? null : Uid(members, instance));
        return path.Instance is not null && path.Series is null
            ? throw new OrthancException(OrthancError.BadFileFormat, $"\"{series}\" is missing")
            : path;
    }

    // Orthanc's own page sends empty ones for what it does not mean.
    private static string? Uid(JsonElement members, string name) => members.Text(name)?.Trim() switch
    {
        null or "" => null,
        var uid when UidPath.IsUid(uid) => uid,
        _ => throw new OrthancException(OrthancError.BadFileFormat, $"\"{name}\" is no UID"),
    };
}
