using EventDicom.Api.Configuration;
using EventDicom.Domain;
using FastEndpoints;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>
/// <c>POST /dicom-web/servers/{id}/get</c>: passes a GET on, and the answer back as it comes. Browsers are told to take it for nothing that
/// may act in the name of this server.
/// </summary>
public sealed class GetFromServerEndpoint(ServerCalls servers, OrthancConfiguration configuration) : ServerEndpoint
{
    private const string Unknown = "application/octet-stream";

    public override void Configure()
    {
        Post($"{OfServer}/get");
        DescribeServer(Allow.QueryRetrieve, "Ask one DICOMweb server for anything").Named("askDicomWebServer")
            .Reads(Shape.Named("AskServerRequest")).AnswersBytes("What the server answers, of its type", Unknown);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await servers.DemandAsync(Name, ct);
        var body = await ServerRequestBody.ReadAsync(HttpContext.Request);
        var most = configuration.EventDicom.MaximumDataSetSize * 1024L * 1024L;
        await AskAsync(servers, System.Net.Http.HttpMethod.Get, body.Path, body.Headers, most, async answer =>
        {
            var response = HttpContext.Response;
            response.ContentType = Safe(answer.ContentType);
            response.ContentLength = answer.ContentLength;
            response.Headers.ContentSecurityPolicy = "sandbox";
            HttpContext.MarkResponseStart(); // else FastEndpoints would say 204 where there is nothing
            await answer.Body.CopyToAsync(response.Body, ct);
            return (Refused?)null;
        }, ct);
    }

    private static string Safe(string contentType) =>
        contentType.All(character => character is >= ' ' and <= '~') && MediaTypeHeaderValue.TryParse(contentType, out _)
            ? contentType
            : Unknown;
}
