using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Modalities;

/// <summary><c>GET /modalities/{id}/configuration</c>.</summary>
public sealed class GetModalityConfigurationEndpoint(IAddressBook<RemoteModality> modalities) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/modalities/{id}/configuration");
        Describe(Allow.Settings, "Read how one remote modality is configured").Answers(Shape.Named("Modality"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var modality = await modalities.FindAsync(Name, ct)
            ?? throw new OrthancException(OrthancError.InexistentItem, $"No modality with symbolic name: {Name}");
        await AnswerAsync(json => ModalityJson.Write(json, modality));
    }
}
