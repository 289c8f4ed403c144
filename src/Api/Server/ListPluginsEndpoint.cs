using EventDicom.Api.Configuration;
using EventDicom.Api.Ohif;

namespace EventDicom.Api.Server;

/// <summary>
/// <c>GET /plugins</c>: clients look here for features that are plugins in Orthanc, and expect all that such a plugin does. Named are
/// <c>dicom-web</c>, <c>ohif</c> where the viewer is there, and <c>orthanc-worklists</c>: the index in PostgreSQL and the codecs of
/// JPEG 2000 and JPEG-LS are the server's own, and do not behave as Orthanc's plugins <c>postgresql-index</c> and <c>gdcm</c> in all that
/// their clients check.
/// </summary>
public sealed class ListPluginsEndpoint(DicomWebOptions dicomWeb, OhifViewer ohif, WorklistOptions worklists) : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/plugins");
        Describe(Allow.View, "List the plugins").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        List<string> plugins = ["explorer.js"];
        if (dicomWeb.Enable) plugins.Add(GetPluginEndpoint.DicomWeb);
        if (ohif.IsThere) plugins.Add(OhifViewer.PluginName);
        if (worklists.Enable) plugins.Add(GetPluginEndpoint.Worklists);
        return HttpContext.Response.WriteOrthancJsonAsync(plugins);
    }
}
