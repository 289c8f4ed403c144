using EventDicom.Api.Sending;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Modalities;

/// <summary><c>POST /modalities/{id}/store-straight</c>: sends a file that is not stored here.</summary>
public sealed class StoreStraightInModalityEndpoint(
    CalledModalities modalities, IBlobStore blobs, StraightFiles files, IDicomClient client) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/modalities/{id}/store-straight");
        Describe(Allow.Send, "Send a DICOM file to one remote modality without storing it").Reads(Shape.Binary, "application/dicom")
            .Answers(Shape.Of(new("SOPClassUID", Shape.Text), new("SOPInstanceUID", Shape.Text)), "What was sent");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var modality = await modalities.FindAsync(Name, default, ct);
        using var blob = await blobs.ReceiveAsync(HttpContext.Request.Body, ct);
        if ((await files.ReadAsync(blob, ct)).IsRefused(out var refused, out var instance))
        {
            await RefuseAsync(refused);
            return;
        }

        await using var sender = client.SenderTo(modality, originator: null);
        if ((await sender.SendAsync(instance, ct)).Failure is { } failure)
        {
            await RefuseAsync(failure);
            return;
        }
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("SOPClassUID", instance.SopClassUid);
            json.WriteString("SOPInstanceUID", instance.SopInstanceUid);
            json.WriteEndObject();
        });
    }
}
