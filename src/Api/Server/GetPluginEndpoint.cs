using EventDicom.Api.Configuration;

namespace EventDicom.Api.Server;

/// <summary><c>GET /plugins/{id}</c>: what Orthanc's plugin would say of itself where the server can do the same.</summary>
public sealed class GetPluginEndpoint(DicomWebOptions dicomWeb) : OrthancEndpoint
{
    internal const string DicomWeb = "dicom-web";

    // The version of the plugin whose behaviour this is.
    private const string VersionOfPlugin = "1.24";

    public override void Configure()
    {
        Get("/plugins/{id}");
        Describe(Allow.View, "Read one plugin").Answers(Shape.Of(
            new Member("Description", Shape.Text), new Member("ExtendsOrthancExplorer", Shape.Flag), new Member("ID", Shape.Text),
            new Member("Version", Shape.Text)));
    }

    public override Task HandleAsync(CancellationToken ct) => Name == DicomWeb && dicomWeb.Enable
        ? AnswerAsync(static json =>
        {
            json.WriteStartObject();
            json.WriteString("Description", "DICOMweb (PS3.18) and WADO-URI, built in");
            json.WriteBoolean("ExtendsOrthancExplorer", false);
            json.WriteString("ID", DicomWeb);
            json.WriteString("Version", VersionOfPlugin);
            json.WriteEndObject();
        })
        : NotAnsweredAsync();
}
