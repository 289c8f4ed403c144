using EventDicom.Domain.Modalities;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary><c>DELETE /dicom-web/servers/{id}</c>.</summary>
public sealed class DeleteServerEndpoint(IAddressBook<DicomWebServer> servers) : ServerEndpoint
{
    public override void Configure()
    {
        Delete(OfServer);
        DescribeServer(Allow.Settings, "Remove one DICOMweb server").Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var refused = await servers.ChangeAsync(new RemoveDicomWebServer(Name, Origin), ct);
        await (refused is null ? AnswerEmptyObjectAsync() : RefuseAsync(refused));
    }
}
