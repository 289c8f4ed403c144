using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Peers;

/// <summary><c>GET /peers</c>: the symbolic names; with <c>?expand</c> what each of them means.</summary>
public sealed class ListPeersEndpoint(IAddressBook<RemotePeer> peers) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/peers");
        Describe(Allow.Send, "List the peers").Takes(Argument.Expand)
            .Answers(Shape.EitherOf(Shape.Texts, Shape.MapOf(Shape.Named("Peer"))));
    }

    public override async Task HandleAsync(CancellationToken ct) =>
        await AnswerNamesAsync(await peers.ListAsync(ct), HttpContext.Request.IsOn("expand"), PeerJson.Write);
}
