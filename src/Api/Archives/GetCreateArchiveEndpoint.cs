using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Archives;

/// <summary><c>GET /tools/create-archive?resources=a,b</c> and its like.</summary>
public sealed class GetCreateArchiveEndpoint(ArchiveAnswer archives) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ArchivePath.OfTools);
        Describe(Allow.Download, "Download resources as a ZIP archive")
            .For("create-media", Allow.Download, "Download resources as a ZIP archive with a DICOMDIR")
            .For("create-media-extended", Allow.Download, "Download resources as a ZIP archive with an extended DICOMDIR")
            .Takes(new Argument("resources", Shape.Text, "Orthanc's identifiers, separated by commas"), Argument.Transcode,
                Argument.LossyQuality, Argument.FileName, Argument.Extended)
            .AnswersBytes("The archive, sent while it is packed", "application/zip");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var query = HttpContext.Request.Query;
        var transcode = ArchivePath.Transcoding(query["transcode"]);
        var resources = query["resources"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var request = ArchivePath.ToolRequest(Operation, resources, HttpContext.Request.HasFlag("extended"), transcode) with
        {
            LossyQuality = ArchivePath.Quality(HttpContext.Request),
            Utf8 = archives.Utf8ByDefault,
        };
        await AnsweredAsync(await archives.SendAsync(HttpContext, request,
            query.TryGetValue("filename", out var name) ? name.ToString() : ArchivePath.ToolFileName, job: null, Origin, ct));
    }
}
