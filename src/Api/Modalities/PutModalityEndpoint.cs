using EventDicom.Api.Configuration;
using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using Wolverine;

namespace EventDicom.Api.Modalities;

/// <summary><c>PUT /modalities/{id}</c>: an array or an object, see <see cref="ModalityJson"/>.</summary>
public sealed class PutModalityEndpoint(IMessageBus bus) : OrthancEndpoint
{
    public override void Configure()
    {
        Put("/modalities/{id}");
        Describe(Allow.Settings, "Add or change one remote modality").Reads(Shape.Named("ModalityDefinition")).AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var modality = ModalityJson.Parse(await HttpContext.Request.ReadJsonAsync(maximumLength: DefinitionJson.MaximumLength));
        if (await bus.InvokeAsync<Decision>(new ConfigureModality(Name, modality, Origin), ct) is Decision.Refused refused) throw refused.AsError();
        await AnswerNothingAsync(ct);
    }
}
