using EventDicom.Domain.Modalities;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary><c>GET /dicom-web/servers</c>: the symbolic names; with <c>?expand</c> what each of them means.</summary>
public sealed class ListServersEndpoint(IAddressBook<DicomWebServer> servers) : ServerEndpoint
{
    public override void Configure()
    {
        Get(Servers);
        Describe(Allow.Send, "List the DICOMweb servers").Takes(Argument.Expand)
            .Answers(Shape.EitherOf(Shape.Texts, Shape.MapOf(Shape.Named("Peer"))));
    }

    public override async Task HandleAsync(CancellationToken ct) =>
        await AnswerNamesAsync(await servers.ListAsync(ct), HttpContext.Request.IsOn("expand"), DicomWebServerJson.Write);
}
