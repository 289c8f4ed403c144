using EventDicom.Api.Configuration;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Peers;

/// <summary><c>PUT /peers/{id}</c>: an array or an object, see <see cref="PeerJson"/>. What is no JSON is not answered, as in
/// Orthanc.</summary>
public sealed class PutPeerEndpoint(IAddressBook<RemotePeer> peers) : OrthancEndpoint
{
    public override void Configure()
    {
        Put("/peers/{id}");
        Describe(Allow.Settings, "Add or change one peer").Reads(Shape.Named("PeerDefinition")).AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (!LenientJson.TryParse(await HttpContext.Request.ReadBytesAsync(DefinitionJson.MaximumLength), out var json))
        {
            await NotAnsweredAsync();
            return;
        }

        await AnswerNothingAsync(await peers.ChangeAsync(new ConfigurePeer(Name, PeerJson.Parse(json), Origin), ct), ct);
    }
}
