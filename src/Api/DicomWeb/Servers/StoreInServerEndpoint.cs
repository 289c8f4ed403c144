using EventDicom.Api.Sending;
using EventDicom.Domain.Sending;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary><c>POST /dicom-web/servers/{id}/stow</c>: a job that sends resources by STOW-RS.</summary>
public sealed class StoreInServerEndpoint(ServerCalls servers, SendingJobs jobs) : ServerEndpoint
{
    public override void Configure()
    {
        Post($"{OfServer}/stow");
        DescribeServer(Allow.Send, "Send resources to one DICOMweb server").Named("storeInDicomWebServer")
            .Reads(Shape.Named("StoreInServerRequest"))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var server = await servers.DemandAsync(Name, ct);
        var body = await SendBody.ReadAsync(HttpContext.Request);
        if (body.Resources is []) throw new OrthancException(OrthancError.BadFileFormat, "\"Resources\" names nothing to be sent");
        var headers = ServerRequestBody.HeadersOf(body.Members);
        var order = new StowOrder(Name, server.Definition.Url);
        await AnsweredAsync(await jobs.AnswerAsync(
            HttpContext, body, Name, (resources, instances, size) => order.ToJob(resources, instances, size, headers, Origin)));
    }
}
