using System.Text.Json;
using EventDicom.Api.Sending;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Sending;

namespace EventDicom.Api.Peers;

/// <summary><c>POST /peers/{id}/store-straight</c>: sends a file that need not be stored here.</summary>
public sealed class StoreStraightInPeerEndpoint(PeerCalls peers, IBlobStore blobs, StraightFiles files, SendingLedger ledger)
    : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/peers/{id}/store-straight");
        Describe(Allow.Send, "Send a DICOM file to one peer without storing it").Reads(Shape.Binary, "application/dicom")
            .Answers(Shape.Anything, "What the peer answers");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var peer = await peers.DemandAsync(Name, ct);
        using var blob = await blobs.ReceiveAsync(HttpContext.Request.Body, ct);
        using var request = PeerClient.Upload(blob.OpenFile());
        // What it makes of a file that is no DICOM the peer says itself.
        var id = (await files.ReadAsync(blob, ct)).IsRefused(out _, out var file) ? OrthancId.None : file.Id;
        Answer<JsonElement> body = new Refused(OrthancError.NetworkProtocol);
        await ledger.SendAsync(id, new(ReceiverKind.Peer, Name, peer.Definition.Url), Origin, async () =>
        {
            (var status, body) = await peers.AskAsync(Name, request, ct);
            return new(status, body.Refused);
        });
        if (body.IsRefused(out var refused, out var answer)) await RefuseAsync(refused);
        else await AnswerAsync(answer.WriteTo);
    }
}
