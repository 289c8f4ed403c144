using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Modalities;

/// <summary><c>DELETE /modalities/{id}</c>.</summary>
public sealed class DeleteModalityEndpoint(IAddressBook<RemoteModality> modalities) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/modalities/{id}");
        Describe(Allow.Settings, "Remove one remote modality").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct) =>
        await AnswerNothingAsync(await modalities.ChangeAsync(new RemoveModality(Name, Origin), ct), ct);
}
