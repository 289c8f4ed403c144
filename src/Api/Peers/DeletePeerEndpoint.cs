using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using Wolverine;

namespace EventDicom.Api.Peers;

/// <summary><c>DELETE /peers/{id}</c>.</summary>
public sealed class DeletePeerEndpoint(IMessageBus bus) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/peers/{id}");
        Describe(Allow.Settings, "Remove one peer").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await bus.InvokeAsync<Decision>(new RemovePeer(Name, Origin), ct) is Decision.Refused refused) throw refused.AsError();
        await AnswerNothingAsync(ct);
    }
}
