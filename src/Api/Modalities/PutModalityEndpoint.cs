using EventDicom.Api.Configuration;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Modalities;

/// <summary><c>PUT /modalities/{id}</c>: an array or an object, see <see cref="ModalityJson"/>.</summary>
public sealed class PutModalityEndpoint(IAddressBook<RemoteModality> modalities) : OrthancEndpoint
{
    public override void Configure()
    {
        Put("/modalities/{id}");
        Describe(Allow.Settings, "Add or change one remote modality").Reads(Shape.Named("ModalityDefinition")).AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var modality = ModalityJson.Parse(await HttpContext.Request.ReadJsonAsync(maximumLength: DefinitionJson.MaximumLength));
        await AnswerNothingAsync(await modalities.ChangeAsync(new ConfigureModality(Name, modality, Origin), ct), ct);
    }
}
