using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Peers;

/// <summary><c>DELETE /peers/{id}</c>.</summary>
public sealed class DeletePeerEndpoint(IAddressBook<RemotePeer> peers) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/peers/{id}");
        Describe(Allow.Settings, "Remove one peer").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct) =>
        await AnswerNothingAsync(await peers.ChangeAsync(new RemovePeer(Name, Origin), ct), ct);
}
