using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Instances;

namespace EventDicom.Api.Instances;

/// <summary>What became of received files, as Orthanc says it.</summary>
public static class UploadAnswer
{
    /// <summary>A file that came alone was stored, or the whole request is refused.</summary>
    /// <exception cref="OrthancException">Error 15: it is no DICOM file, or an identifier is empty; 21: one is missing.</exception>
    public static Received Demand(this Received received) => received.Refused is { } refused ? throw refused.AsError() : received;

    /// <param name="uploaded">One that was refused is shown as a failure.</param>
    public static void Write(Utf8JsonWriter json, Received uploaded)
    {
        json.WriteStartObject();
        if (uploaded.Header is { } header)
        {
            json.WriteString("ID", header.InstanceId.Value);
            json.WriteString("ParentPatient", header.PatientId.Value);
            json.WriteString("ParentSeries", header.SeriesId.Value);
            json.WriteString("ParentStudy", header.StudyId.Value);
            json.WriteString("Path", ResourcePath.To(ResourceLevel.Instance, header.InstanceId.Value));
            json.WriteString("Status", uploaded.Status.ToString());
        }
        else
        {
            json.WriteString("Status", "Failure");
        }
        json.WriteEndObject();
    }
}
