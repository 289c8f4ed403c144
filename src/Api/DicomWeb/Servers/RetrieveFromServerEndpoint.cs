using System.Text.Json;
using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary><c>POST /dicom-web/servers/{id}/retrieve</c>: a job that retrieves studies, series and instances by WADO-RS.</summary>
public sealed class RetrieveFromServerEndpoint(ServerCalls servers, ServerRetrievals jobs) : ServerEndpoint
{
    public override void Configure()
    {
        Post($"{OfServer}/retrieve");
        DescribeServer(Allow.QueryRetrieve, "Retrieve resources from one DICOMweb server").Named("retrieveFromDicomWebServer")
            .Reads(Shape.Named("RetrieveFromServerRequest"))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var server = await servers.DemandAsync(Name, ct);
        var body = await ServerRequestBody.ReadMembersAsync(HttpContext.Request);
        if (!body.TryGetProperty("Resources", out var resources) || resources.ValueKind != JsonValueKind.Array
            || resources.GetArrayLength() == 0)
            throw new OrthancException(OrthancError.BadFileFormat, "The body must have a list \"Resources\" with something in it");
        var arguments = ServerRequestBody.Arguments(body, "GetArguments");
        WadoRequest[] requests =
        [
            .. resources.EnumerateArray().Select(PathOf).Distinct()
                .Select(path => new WadoRequest(ServerAddress.With(path.ToString(), arguments), path)),
        ];
        await AnsweredAsync(await jobs.AnswerAsync(HttpContext, Name, server, requests, body, isSynchronous: true, Origin));
    }

    private static UidPath PathOf(JsonElement resource)
    {
        if (resource.ValueKind != JsonValueKind.Object)
            throw new OrthancException(OrthancError.BadFileFormat, "A resource must be an object with \"Study\"");
        return ServerUids.Of(resource, "Study", "Series", "Instance");
    }
}
