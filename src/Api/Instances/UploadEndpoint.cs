using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using FastEndpoints;

namespace EventDicom.Api.Instances;

public sealed class UploadEndpoint(Intake intake, IBlobStore blobs) : EndpointWithoutRequest
{
    public override void Configure()
    {
        Post("/instances");
        AllowAnonymous();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        using var blob = await blobs.ReceiveAsync(HttpContext.Request.Body, ct);
        var file = DicomFile.Open(blob.Memory!.Value, new DicomReadOptions { StopBeforePixelData = true });
        var header = InstanceHeader.TryRead(file, out var refused);
        if (header is null) { await Send.StringAsync(refused!.Details, 400, cancellation: ct); return; }
        var status = await intake.StoreAsync(new(blob, header, new(OriginKind.RestApi, "", "127.0.0.1")));
        await Send.OkAsync(new { ID = header.InstanceId.Value, Status = status.ToString() }, ct);
    }
}
