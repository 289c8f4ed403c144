using EventDicom.Api.Configuration;

namespace EventDicom.Api.Server;

/// <summary>
/// <c>GET /plugins</c>: clients look here for features that are plugins in Orthanc, and expect all that such a plugin does. Named is
/// <c>dicom-web</c> alone: the index in PostgreSQL and the codecs of JPEG 2000 and JPEG-LS are the server's own, and do not behave as
/// Orthanc's plugins <c>postgresql-index</c> and <c>gdcm</c> in all that their clients check.
/// </summary>
public sealed class ListPluginsEndpoint(DicomWebOptions dicomWeb) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/plugins");
        Describe(Allow.View, "List the plugins").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        string[] plugins = dicomWeb.Enable ? ["explorer.js", GetPluginEndpoint.DicomWeb] : ["explorer.js"];
        return HttpContext.Response.WriteOrthancJsonAsync(plugins);
    }
}
