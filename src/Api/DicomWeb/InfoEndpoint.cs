using EventDicom.Api.Configuration;

namespace EventDicom.Api.DicomWeb;

/// <summary><c>GET /dicom-web/info</c>: where DICOMweb is, and where Orthanc's own interface is as seen from there.</summary>
public sealed class InfoEndpoint(DicomWebOptions options) : DicomWebEndpoint
{
    public override void Configure()
    {
        Get($"{Root}/info");
        Describe(Allow.View, "Say where DICOMweb is")
            .Answers(Shape.Of(new Member("DicomWebRoot", Shape.Text), new Member("OrthancApiRoot", Shape.Text)));
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerAsync(json =>
    {
        var depth = options.PublicRoot.Split('/', StringSplitOptions.RemoveEmptyEntries).Length;
        json.WriteStartObject();
        json.WriteString("DicomWebRoot", $"{options.PublicRoot}/");
        json.WriteString("OrthancApiRoot", $"./{string.Concat(Enumerable.Repeat("../", depth))}");
        json.WriteEndObject();
    });
}
