using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Archives;

/// <summary><c>POST</c> of the same: with <c>"Asynchronous": true</c> a job that packs it.</summary>
public sealed class PostArchiveEndpoint(ArchiveAnswer archives, ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(ArchivePath.OfResources);
        Describe(Allow.Download, "Pack one {level} into a ZIP archive")
            .For("media", Allow.Download, "Pack one {level} into a ZIP archive with a DICOMDIR")
            .Named("create{Level}{Operation}").Reads(Shape.Named("ArchiveRequest"))
            .AnswersBytes("The archive", "application/zip")
            .Answers(Shape.Named("StartedJob"), "The job that packs the archive, where the request is asynchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var options = ArchiveOptions.Read(await HttpContext.Request.ReadJsonAsync());
        var request = new ArchiveRequest([Id], Operation == "media", options.Extended, options.Transcode);
        await ArchivePath.DemandAsync(queries, Level, Id, ct);
        await AnsweredAsync(await options.AnswerAsync(archives, HttpContext, request, $"{Id}.zip", Origin, ct));
    }
}
