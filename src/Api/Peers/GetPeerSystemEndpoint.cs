namespace EventDicom.Api.Peers;

/// <summary><c>GET /peers/{id}/system</c>: what the peer says of itself.</summary>
public sealed class GetPeerSystemEndpoint(PeerCalls peers) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/peers/{id}/system");
        Describe(Allow.Send, "Read what one peer says of itself").Answers(Shape.AnyMembers, "What the peer answers to /system");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await peers.DemandAsync(Name, ct);
        using var request = new HttpRequestMessage(System.Net.Http.HttpMethod.Get, new Uri("system", UriKind.Relative));
        if ((await peers.AskAsync(Name, request, ct)).Body.IsRefused(out var refused, out var answer)) await RefuseAsync(refused);
        else await AnswerAsync(answer.WriteTo);
    }
}
