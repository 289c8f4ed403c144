using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary>
/// <c>POST /dicom-web/servers/{id}/wado</c>: a job that retrieves what an address of WADO-RS gives. Nobody waits for it unasked.
/// </summary>
public sealed class RetrieveUriFromServerEndpoint(ServerCalls servers, ServerRetrievals jobs) : ServerEndpoint
{
    public override void Configure()
    {
        Post($"{OfServer}/wado");
        DescribeServer(Allow.QueryRetrieve, "Retrieve from an address of one DICOMweb server").Named("retrieveUriFromDicomWebServer")
            .Reads(Shape.Named("RetrieveUriFromServerRequest"))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var server = await servers.DemandAsync(Name, ct);
        var body = await ServerRequestBody.ReadAsync(HttpContext.Request);
        var request = new WadoRequest(body.Path, UidPath.Parse(body.Path.Split('?')[0]));
        await AnsweredAsync(
            await jobs.AnswerAsync(HttpContext, Name, server, [request], body.Members, isSynchronous: false, Origin));
    }
}
