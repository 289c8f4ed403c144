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
        Describe(Allow.Download, "Download one {level} as a ZIP archive").For("media", Allow.Download, "Download one {level} as a ZIP archive with a DICOMDIR")
            .Takes(Argument.Transcode, Argument.LossyQuality, Argument.FileName, Argument.Extended).AnswersBytes("The archive, sent while it is packed", "application/zip");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var query = HttpContext.Request.Query;
        var transcode = ArchivePath.Transcoding(query["transcode"]);
        var request = new ArchiveRequest([Id], Operation == "media", HttpContext.Request.HasFlag("extended"), transcode, ArchivePath.Quality(HttpContext.Request), archives.Utf8ByDefault);
        await ArchivePath.DemandAsync(queries, Level, Id, ct);
        await AnsweredAsync(await archives.SendAsync(HttpContext, request, query.TryGetValue("filename", out var name) ? name.ToString() : $"{Id}.zip", job: null, Origin, ct));
    }
}

/// <summary><c>POST</c> of the same: with <c>"Asynchronous": true</c> a job that packs it.</summary>
public sealed class PostArchiveEndpoint(ArchiveAnswer archives, ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(ArchivePath.OfResources);
        Describe(Allow.Download, "Pack one {level} into a ZIP archive").For("media", Allow.Download, "Pack one {level} into a ZIP archive with a DICOMDIR")
            .Named("create{Level}{Operation}").Reads(Shape.Named("ArchiveRequest"))
            .AnswersBytes("The archive", "application/zip").Answers(Shape.Named("StartedJob"), "The job that packs the archive, where the request is asynchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var options = ArchiveOptions.Read(await HttpContext.Request.ReadJsonAsync());
        var request = new ArchiveRequest([Id], Operation == "media", options.Extended, options.Transcode);
        await ArchivePath.DemandAsync(queries, Level, Id, ct);
        await AnsweredAsync(await options.AnswerAsync(archives, HttpContext, request, $"{Id}.zip", Origin, ct));
    }
}

/// <summary><c>POST /tools/create-archive</c> and its like: the resources are in the body.</summary>
public sealed class PostCreateArchiveEndpoint(ArchiveAnswer archives) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(ArchivePath.OfTools);
        Describe(Allow.Download, "Pack resources into a ZIP archive")
            .For("create-media", Allow.Download, "Pack resources into a ZIP archive with a DICOMDIR")
            .For("create-media-extended", Allow.Download, "Pack resources into a ZIP archive with an extended DICOMDIR").Reads(Shape.Named("ArchiveOfResourcesRequest"))
            .AnswersBytes("The archive", "application/zip").Answers(Shape.Named("StartedJob"), "The job that packs the archive, where the request is asynchronous");
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
        var request = ArchivePath.ToolRequest(Operation, [.. resources.EnumerateArray().Select(id => id.GetString()!)], options.Extended, options.Transcode);
        await AnsweredAsync(await options.AnswerAsync(archives, HttpContext, request, ArchivePath.ToolFileName, Origin, ct));
    }
}

/// <summary><c>GET /tools/create-archive?resources=a,b</c> and its like.</summary>
public sealed class GetCreateArchiveEndpoint(ArchiveAnswer archives) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ArchivePath.OfTools);
        Describe(Allow.Download, "Download resources as a ZIP archive")
            .For("create-media", Allow.Download, "Download resources as a ZIP archive with a DICOMDIR")
            .For("create-media-extended", Allow.Download, "Download resources as a ZIP archive with an extended DICOMDIR")
            .Takes(new Argument("resources", Shape.Text, "Orthanc's identifiers, separated by commas"), Argument.Transcode, Argument.LossyQuality, Argument.FileName, Argument.Extended)
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
        await AnsweredAsync(await archives.SendAsync(HttpContext, request, query.TryGetValue("filename", out var name) ? name.ToString() : ArchivePath.ToolFileName, job: null, Origin, ct));
    }
}
