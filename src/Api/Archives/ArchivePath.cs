using System.Globalization;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Archives;

/// <summary>What the archive routes say.</summary>
internal static class ArchivePath
{
    public const string ToolFileName = "Archive.zip";

    private const string Media = "create-media";
    private const string ExtendedMedia = "create-media-extended";

    private static readonly ResourceLevel[] s_levels = [ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series];

    public static string[] OfResources { get; } = [.. ResourcePath.Routes("/{id}/archive", s_levels),
        .. ResourcePath.Routes("/{id}/media", s_levels)];

    public static string[] OfTools { get; } = ["/tools/create-archive", $"/tools/{Media}", $"/tools/{ExtendedMedia}"];

    /// <returns><c>null</c> for none.</returns>
    /// <exception cref="OrthancException">Error 3: no such transfer syntax.</exception>
    public static string? Transcoding(string? transferSyntax) =>
        string.IsNullOrEmpty(transferSyntax) ? null : TransferSyntaxArgument.Require(transferSyntax);

    /// <summary>The argument <c>lossy-quality</c>.</summary>
    /// <exception cref="OrthancException">Error 3: not a number from 0 on.</exception>
    public static int? Quality(HttpRequest request)
    {
        if (!request.Query.TryGetValue("lossy-quality", out var text)) return null;
        return int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var quality)
            ? quality
            : throw new OrthancException(OrthancError.ParameterOutOfRange,
                "The argument \"lossy-quality\" must be a number that is not negative");
    }

    /// <exception cref="OrthancException">Error 17: the id is unknown. Error 7: it is of another level.</exception>
    public static async Task DemandAsync(ResourceQueries queries, ResourceLevel level, string id, CancellationToken ct)
    {
        if (await queries.LevelOfAsync(id, ct) is var known && known != level)
            throw new OrthancException(known is null ? OrthancError.UnknownResource : OrthancError.InexistentItem);
    }

    /// <param name="operation">The last segment of the route.</param>
    public static ArchiveRequest ToolRequest(string operation, IReadOnlyList<string> resources, bool extended, string? transcode)
    {
        var alwaysExtended = operation == ExtendedMedia;
        return new(resources, alwaysExtended || operation == Media, extended || alwaysExtended, transcode);
    }
}
