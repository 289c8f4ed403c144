using EventDicom.Api.Configuration;
using EventDicom.Api.Ohif;

namespace EventDicom.Api.Server;

/// <summary><c>GET /plugins/{id}</c>: what Orthanc's plugin would say of itself where the server can do the same.</summary>
public sealed class GetPluginEndpoint(DicomWebOptions dicomWeb, OhifViewer ohif, WorklistOptions worklists) : OrthancEndpoint
{
    internal const string DicomWeb = "dicom-web", Worklists = "orthanc-worklists";

    // The versions of the plugins whose behaviour this is.
    private const string VersionOfDicomWeb = "1.24", VersionOfOhif = "1.7", VersionOfWorklists = "1.0";

    public override void Configure()
    {
        Get("/plugins/{id}");
        Describe(Allow.View, "Read one plugin").Answers(Shape.Of(
            new Member("Description", Shape.Text), new Member("ExtendsOrthancExplorer", Shape.Flag), new Member("ID", Shape.Text),
            new Member("RootUri", Shape.Text), new Member("Version", Shape.Text)));
    }

    public override Task HandleAsync(CancellationToken ct) => Name switch
    {
        DicomWeb when dicomWeb.Enable => AnswerAsync("DICOMweb (PS3.18) and WADO-URI, built in", VersionOfDicomWeb, root: null),
        OhifViewer.PluginName when ohif.IsThere => AnswerAsync("The OHIF viewer", VersionOfOhif, $"..{OhifViewer.Root}/"),
        Worklists when worklists.Enable => AnswerAsync("Modality worklists (PS3.4 annex K), built in", VersionOfWorklists, root: null),
        _ => NotAnsweredAsync(),
    };

    private Task AnswerAsync(string description, string version, string? root) => AnswerAsync(json =>
    {
        json.WriteStartObject();
        json.WriteString("Description", description);
        json.WriteBoolean("ExtendsOrthancExplorer", false);
        json.WriteString("ID", Name);
        if (root is not null) json.WriteString("RootUri", root);
        json.WriteString("Version", version);
        json.WriteEndObject();
    });
}
