using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using Wolverine;

namespace EventDicom.Api.Modalities;

/// <summary><c>DELETE /modalities/{id}</c>.</summary>
public sealed class DeleteModalityEndpoint(IMessageBus bus) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/modalities/{id}");
        Describe(Allow.Settings, "Remove one remote modality").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await bus.InvokeAsync<Decision>(new RemoveModality(Name, Origin), ct) is Decision.Refused refused) throw refused.AsError();
        await AnswerNothingAsync(ct);
    }
}
