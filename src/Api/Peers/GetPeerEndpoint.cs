using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Peers;

/// <summary><c>GET /peers/{id}</c>: what can be done with it, the names of the routes below.</summary>
public sealed class GetPeerEndpoint(IAddressBook<RemotePeer> peers) : OrthancEndpoint
{
    private static readonly string[] s_operations = ["configuration", "store", "store-straight", "system"];

    public override void Configure()
    {
        Get("/peers/{id}");
        Describe(Allow.Send, "List what can be asked of one peer").Answers(Shape.Texts);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await peers.FindAsync(Name, ct) is null) await NotAnsweredAsync();
        else await HttpContext.Response.WriteOrthancJsonAsync(s_operations);
    }
}
