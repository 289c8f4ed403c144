using EventDicom.Api.Configuration;
using EventDicom.Dicom;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/default-encoding</c>: the character set of data sets that name none.</summary>
public sealed class GetDefaultEncodingEndpoint(ServerSettings settings) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/default-encoding");
        Describe(Allow.Settings, "Read the character set of data sets that name none").AnswersText("Its name");
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerTextAsync(settings.DefaultEncoding.Name, ct);
}
