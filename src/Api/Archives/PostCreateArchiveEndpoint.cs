using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Archives;

/// <summary><c>POST /tools/create-archive</c> and its like: the resources are in the body.</summary>
public sealed class PostCreateArchiveEndpoint(ArchiveAnswer archives) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(ArchivePath.OfTools);
        Describe(Allow.Download, "Pack resources into a ZIP archive")
            .For("create-media", Allow.Download, "Pack resources into a ZIP archive with a DICOMDIR")
            .For("create-media-extended", Allow.Download, "Pack resources into a ZIP archive with an extended DICOMDIR")
            .Reads(Shape.Named("ArchiveOfResourcesRequest"))
            .AnswersBytes("The archive", "application/zip")
            .Answers(Shape.Named("StartedJob"), "The job that packs the archive, where the request is asynchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        const string Expected = "Expected a list of resources to archive in the body";
        var body = await HttpContext.Request.ReadJsonAsync(details: Expected);
        var resources = body.ValueKind switch
        {
            JsonValueKind.Array => body,
            JsonValueKind.Object when body.TryGetProperty("Resources", out var field) => field,
            JsonValueKind.Object => throw new OrthancException(OrthancError.BadFileFormat, "Missing field Resources in the JSON body"),
            _ => throw new OrthancException(OrthancError.BadFileFormat, Expected),
        };
        if (resources.ValueKind != JsonValueKind.Array || resources.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String))
            throw new OrthancException(OrthancError.BadFileFormat, "Expected a list of strings (Orthanc identifiers)");

        var options = ArchiveOptions.Read(body);
        var request = ArchivePath.ToolRequest(Operation, [.. resources.EnumerateArray().Select(id => id.GetString()!)], options.Extended,
            options.Transcode);
        await AnsweredAsync(await options.AnswerAsync(archives, HttpContext, request, ArchivePath.ToolFileName, Origin, ct));
    }
}
