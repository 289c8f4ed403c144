using EventDicom.Api.Sending;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Sending;

namespace EventDicom.Api.Modalities;

/// <summary><c>POST /modalities/{id}/store-straight</c>: sends a file that need not be stored here.</summary>
public sealed class StoreStraightInModalityEndpoint(
    CalledModalities modalities, IBlobStore blobs, StraightFiles files, IDicomClient client, SendingLedger ledger) : OrthancEndpoint
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
        if ((await files.ReadAsync(blob, ct)).IsRefused(out var refused, out var file))
        {
            await RefuseAsync(refused);
            return;
        }

        await using var sender = client.SenderTo(modality, originator: null);
        var outcome = await ledger.SendAsync(
            file.Id, Receiver.Called(Name, modality.Modality), Origin, () => sender.SendAsync(file.ToSend, ct));
        if (outcome.Failure is { } failure)
        {
            await RefuseAsync(failure);
            return;
        }
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("SOPClassUID", file.ToSend.SopClassUid);
            json.WriteString("SOPInstanceUID", file.ToSend.SopInstanceUid);
            json.WriteEndObject();
        });
    }
}
