using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Modalities;

/// <summary><c>GET /modalities</c>: the symbolic names; with <c>?expand</c> what each of them means.</summary>
public sealed class ListModalitiesEndpoint(IAddressBook<RemoteModality> modalities) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/modalities");
        Describe(Allow.QueryRetrieve, "List the remote modalities").Takes(Argument.Expand)
            .Answers(Shape.EitherOf(Shape.Texts, Shape.MapOf(Shape.Named("Modality"))));
    }

    public override async Task HandleAsync(CancellationToken ct) =>
        await AnswerNamesAsync(await modalities.ListAsync(ct), HttpContext.Request.IsOn("expand"), ModalityJson.Write);
}
