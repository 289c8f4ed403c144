namespace EventDicom.Api.Server;

/// <summary>
/// <c>GET /plugins</c>: clients look here for features that are plugins in Orthanc, and expect all that such a plugin does. Named
/// are none: the index in PostgreSQL and the codecs of JPEG 2000 and JPEG-LS are the server's own, and do not behave as Orthanc's
/// plugins <c>postgresql-index</c> and <c>gdcm</c> in all that their clients check.
/// </summary>
public sealed class ListPluginsEndpoint : OrthancEndpoint
{
    private static readonly string[] s_listed = ["explorer.js"];

    public override void Configure()
    {
        Get("/plugins");
        Describe(Allow.View, "List the plugins").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Response.WriteOrthancJsonAsync(s_listed);
}
