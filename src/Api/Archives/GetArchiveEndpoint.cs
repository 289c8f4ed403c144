using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Archives;

/// <summary><c>GET /{patients,studies,series}/{id}/archive</c> and <c>/media</c>: a ZIP, sent while it is packed.</summary>
public sealed class GetArchiveEndpoint(ArchiveAnswer archives, ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ArchivePath.OfResources);
        Describe(Allow.Download, "Download one {level} as a ZIP archive")
            .For("media", Allow.Download, "Download one {level} as a ZIP archive with a DICOMDIR")
            .Takes(Argument.Transcode, Argument.LossyQuality, Argument.FileName, Argument.Extended)
            .AnswersBytes("The archive, sent while it is packed", "application/zip");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var query = HttpContext.Request.Query;
        var transcode = ArchivePath.Transcoding(query["transcode"]);
        var request = new ArchiveRequest([Id], Operation == "media", HttpContext.Request.HasFlag("extended"), transcode,
            ArchivePath.Quality(HttpContext.Request), archives.Utf8ByDefault);
        await ArchivePath.DemandAsync(queries, Level, Id, ct);
        await AnsweredAsync(await archives.SendAsync(HttpContext, request,
            query.TryGetValue("filename", out var name) ? name.ToString() : $"{Id}.zip", job: null, Origin, ct));
    }
}
