using EventDicom.Api.Configuration;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.DicomWeb.Servers;

/// <summary><c>PUT /dicom-web/servers/{id}</c>: an array or an object, see <see cref="DicomWebServerJson"/>.</summary>
public sealed class PutServerEndpoint(IAddressBook<DicomWebServer> servers) : ServerEndpoint
{
    public override void Configure()
    {
        Put(OfServer);
        DescribeServer(Allow.Settings, "Add or change one DICOMweb server").Reads(Shape.Named("PeerDefinition")).Answers(Shape.AnyMembers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var json = await HttpContext.Request.ReadJsonAsync(maximumLength: DefinitionJson.MaximumLength);
        var refused = await servers.ChangeAsync(new ConfigureDicomWebServer(Name, DicomWebServerJson.Parse(json), Origin), ct);
        await (refused is null ? AnswerEmptyObjectAsync() : RefuseAsync(refused));
    }
}
