using System.Text.Json.Nodes;
using EventDicom.Api.Sending;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Sending;

namespace EventDicom.Api.Peers;

/// <summary><c>POST /peers/{id}/store</c>: a job that sends resources over Orthanc's REST API.</summary>
public sealed class StoreInPeerEndpoint(PeerCalls peers, SendingJobs jobs) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/peers/{id}/store");
        Describe(Allow.Send, "Send resources to one peer").Reads(Shape.EitherOf(Shape.Text, Shape.Texts, Shape.Named("StoreInPeerRequest")))
            .Answers(Shape.Named("JobResult"), "The job, or what came of it where the request is synchronous");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var peer = await peers.DemandAsync(Name, ct);
        var body = await SendBody.ReadAsync(HttpContext.Request);
        var transcode = body.Members.Text("Transcode") is { } uid ? TransferSyntaxArgument.Require(uid) : null;
        var order = new PeerStoreOrder(Name, peer.Definition.Url, body.Members.Flag("Compress") ?? false, transcode);
        await AnsweredAsync(await jobs.AnswerAsync(
            HttpContext, body, Name,
            (resources, instances, size) => order.ToJob(resources, instances, Shown(peer), size, Origin)));
    }

    // Without what would let others in.
    private static JsonObject Shown(RemotePeer peer)
    {
        var shown = new JsonObject
        {
            ["HttpHeaders"] = new JsonArray(
                [.. peer.Secrets.HttpHeaders.Keys.Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]),
            ["Pkcs11"] = peer.Definition.Pkcs11,
            ["Timeout"] = peer.Definition.Timeout,
            ["Url"] = peer.Definition.Url,
        };
        if (peer.Definition.Username.Length > 0) (shown["Username"], shown["Password"]) = (peer.Definition.Username, null);
        return shown;
    }
}
