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

    /// <exception cref="OrthancException">Error 3: no such transfer syntax; error 2: files are packed as they are stored.</exception>
    public static void RefuseTranscoding(string? transferSyntax)
    {
        if (string.IsNullOrEmpty(transferSyntax)) return;
        throw TransferSyntaxes.Matching([transferSyntax]) is [var uid] && uid == transferSyntax
            ? new OrthancException(OrthancError.NotImplemented, "Files are packed in the transfer syntax that they are stored in")
            : new OrthancException(OrthancError.ParameterOutOfRange, $"Unknown transfer syntax: {transferSyntax}");
    }

    public static ArchiveRequest ToolRequest(HttpRequest request, IReadOnlyList<string> resources, bool extended)
    {
        var path = request.Path.Value!.TrimEnd('/');
        var alwaysExtended = path.EndsWith("/create-media-extended", StringComparison.Ordinal);
        return new(resources, alwaysExtended || path.EndsWith("/create-media", StringComparison.Ordinal), extended || alwaysExtended);
    }
}
