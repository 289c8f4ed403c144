using EventDicom.Domain.Blobs;

namespace EventDicom.Api.Peers;

/// <summary><c>POST /peers/{id}/store-straight</c>: sends a file that is not stored here.</summary>
public sealed class StoreStraightInPeerEndpoint(PeerCalls peers, IBlobStore blobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/peers/{id}/store-straight");
        Describe(Allow.Send, "Send a DICOM file to one peer without storing it").Reads(Shape.Binary, "application/dicom")
            .Answers(Shape.Anything, "What the peer answers");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await peers.DemandAsync(Name, ct);
        using var blob = await blobs.ReceiveAsync(HttpContext.Request.Body, ct);
        using var request = PeerClient.Upload(blob.OpenFile());
        if ((await peers.AskAsync(Name, request, ct)).IsRefused(out var refused, out var answer)) await RefuseAsync(refused);
        else await AnswerAsync(answer.WriteTo);
    }
}
