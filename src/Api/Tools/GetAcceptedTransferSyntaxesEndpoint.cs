using System.Text;
using System.Text.Json;
using EventDicom.Api.Configuration;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/accepted-transfer-syntaxes</c>: the UIDs of what may be stored over DICOM.</summary>
public sealed class GetAcceptedTransferSyntaxesEndpoint(ServerSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/accepted-transfer-syntaxes");
        Describe(Allow.Settings, "List the transfer syntaxes that are accepted").Answers(Shape.Texts, "UIDs");
    }

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Response.WriteOrthancJsonAsync(settings.AcceptedTransferSyntaxes);
}
