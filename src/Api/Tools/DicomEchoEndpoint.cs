using EventDicom.Api.Configuration;
using EventDicom.Api.Modalities;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Settings;

namespace EventDicom.Api.Tools;

/// <summary><c>POST /tools/dicom-echo</c>: whether a modality answers that need not be known here.</summary>
public sealed class DicomEchoEndpoint(CalledModalities modalities, IDicomClient client, RemoteOptions remotes) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/dicom-echo");
        Describe(Allow.Settings, "Ask a modality that is not known here whether it is there").Reads(Shape.Named("ModalityDefinition"))
            .Answers(Shape.AnyMembers, "It is");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await HttpContext.Request.ReadJsonObjectAsync(maximumLength: DefinitionJson.MaximumLength);
        var modality = modalities.Of(ModalityJson.Parse(body), body);
        if (await client.EchoAsync(modality, body.Flag("CheckFind") ?? remotes.DicomEchoChecksFind, ct) is { } refused)
            await RefuseAsync(refused);
        else await AnswerEmptyObjectAsync();
    }
}
