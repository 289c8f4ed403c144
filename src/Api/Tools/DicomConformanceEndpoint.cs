namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/dicom-conformance</c>: the conformance statement of this server.</summary>
public sealed class DicomConformanceEndpoint : OrthancEndpoint
{
    private const string Resource = "EventDicom.Api.Tools.conformance.md";

    public override void Configure()
    {
        Get("/tools/dicom-conformance");
        Describe(Allow.View, "Read the DICOM conformance statement").AnswersText("The statement");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await using var statement = typeof(DicomConformanceEndpoint).Assembly.GetManifestResourceStream(Resource)!;
        HttpContext.Response.ContentType = "text/plain";
        HttpContext.Response.ContentLength = statement.Length;
        await statement.CopyToAsync(HttpContext.Response.Body, ct);
    }
}
