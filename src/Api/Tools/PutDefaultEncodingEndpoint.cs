using EventDicom.Api.Configuration;
using EventDicom.Dicom;

namespace EventDicom.Api.Tools;

/// <summary><c>PUT /tools/default-encoding</c>: one of Orthanc's names, in any case; answers how it is spelled.</summary>
public sealed class PutDefaultEncodingEndpoint(ServerSettings settings) : OrthancEndpoint
{
    private const int MaximumLength = 1024;

    public override void Configure()
    {
        Put("/tools/default-encoding");
        Describe(Allow.Settings, "Choose the character set of data sets that name none")
            .ReadsText(Shape.OneOf(Enum.GetNames<DefaultEncoding>())).AnswersText("Its name");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var asked = await HttpContext.Request.ReadTextAsync(MaximumLength);
        var name = Enum.GetNames<DefaultEncoding>().FirstOrDefault(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase));
        if (name is null || !DicomEncoding.TryParseName(name, out var encoding))
            throw new OrthancException(OrthancError.ParameterOutOfRange);
        settings.DefaultEncoding = encoding;
        await AnswerTextAsync(name, ct);
    }
}
