using EventDicom.Domain;
using EventDicom.Projections.Archives;

namespace EventDicom.Api.Archives;

/// <summary>What the paths of the archive routes say.</summary>
internal static class ArchivePath
{
    public const string ToolFileName = "Archive.zip";

    private static readonly ResourceLevel[] s_levels = [ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series];

    public static string[] OfResources { get; } = [.. ResourcePath.Routes("/{id}/archive", s_levels), .. ResourcePath.Routes("/{id}/media", s_levels)];

    public static string[] OfTools { get; } = ["/tools/create-archive", "/tools/create-media", "/tools/create-media-extended"];

    public static bool IsMedia(HttpRequest request) => request.Path.Value!.TrimEnd('/').EndsWith("/media", StringComparison.Ordinal);

    /// <returns><c>null</c> for none.</returns>
    /// <exception cref="OrthancException">Error 3: no such transfer syntax.</exception>
    public static string? Transcoding(string? transferSyntax) =>
        string.IsNullOrEmpty(transferSyntax) ? null : TransferSyntaxes.Require(transferSyntax);

    public static ArchiveRequest ToolRequest(HttpRequest request, IReadOnlyList<string> resources, bool extended, string? transcode)
    {
        var path = request.Path.Value!.TrimEnd('/');
        var alwaysExtended = path.EndsWith("/create-media-extended", StringComparison.Ordinal);
        return new(resources, alwaysExtended || path.EndsWith("/create-media", StringComparison.Ordinal), extended || alwaysExtended, transcode);
    }
}
