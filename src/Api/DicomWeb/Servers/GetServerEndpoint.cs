namespace EventDicom.Api.DicomWeb.Servers;

/// <summary><c>GET /dicom-web/servers/{id}</c>: what can be done with it, the names of the routes below.</summary>
public sealed class GetServerEndpoint(ServerCalls servers) : ServerEndpoint
{
    private static readonly string[] s_operations = ["get", "retrieve", "stow", "wado", "qido"];

    public override void Configure()
    {
        Get(OfServer);
        DescribeServer(Allow.Send, "List what can be asked of one DICOMweb server").Answers(Shape.Texts);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var server = await servers.DemandAsync(Name, ct);
        await HttpContext.Response.WriteOrthancJsonAsync(server.HasDelete ? [.. s_operations, "delete"] : s_operations);
    }
}
