using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;

namespace EventDicom.Api.Modalities;

/// <summary><c>POST /modalities/{id}/echo</c>: whether it answers.</summary>
public sealed class EchoModalityEndpoint(CalledModalities modalities, IDicomClient client, RemoteOptions remotes) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/modalities/{id}/echo");
        Describe(Allow.QueryRetrieve, "Ask one remote modality whether it is there").Reads(Shape.Named("EchoRequest"), required: false)
            .Answers(Shape.AnyMembers, "It is");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await modalities.DemandAsync(Name, ct);
        var body = await EchoBody.ReadAsync(HttpContext.Request);
        var modality = await modalities.FindAsync(Name, body, ct);
        if (await client.EchoAsync(modality, body.Flag("CheckFind") ?? remotes.DicomEchoChecksFind, ct) is { } refused)
            await RefuseAsync(refused);
        else await AnswerEmptyObjectAsync();
    }
}
