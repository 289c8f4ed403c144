using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Instances;

namespace EventDicom.Api.Instances;

/// <summary>What became of one uploaded file.</summary>
/// <param name="Header"><c>null</c> for an entry of a ZIP archive that could not be stored.</param>
public readonly record struct UploadedInstance(InstanceHeader? Header, StoreStatus Status);

public static class UploadAnswer
{
    public static void Write(Utf8JsonWriter json, UploadedInstance uploaded)
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
