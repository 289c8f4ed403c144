namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/accepted-sop-classes</c>: the UIDs of the SOP classes that may be stored over DICOM.</summary>
public sealed class AcceptedSopClassesEndpoint(DicomServerOptions server) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/accepted-sop-classes");
        Describe(Allow.Settings, "List the SOP classes that are accepted").Answers(Shape.Texts, "UIDs");
    }

    public override Task HandleAsync(CancellationToken ct) =>
        HttpContext.Response.WriteOrthancJsonAsync(SopClasses.Of(server.AcceptedSopClasses, server.RejectedSopClasses));
}
