using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Instances;

namespace EventDicom.Api.Instances;

/// <summary>What became of received files, as Orthanc says it.</summary>
public static class UploadAnswer
{
    /// <summary>Of many files, one is refused for itself; a storage that is full ends it for all that follow. What came before stays
    /// stored.</summary>
    public static bool EndsAll(this Answer<Received> received, [NotNullWhen(true)] out Refused? full) =>
        (full = received.Refused is { Error: OrthancError.FullStorage } ? received.Refused : null) is not null;

    /// <param name="uploaded">One that was refused is shown as a failure.</param>
    public static void Write(Utf8JsonWriter json, Answer<Received> uploaded)
    {
        json.WriteStartObject();
        if (!uploaded.IsRefused(out _, out var stored))
        {
            var header = stored.Header;
            json.WriteString("ID", header.InstanceId.Value);
            json.WriteString("ParentPatient", header.PatientId.Value);
            json.WriteString("ParentSeries", header.SeriesId.Value);
            json.WriteString("ParentStudy", header.StudyId.Value);
            json.WriteString("Path", ResourcePath.To(ResourceLevel.Instance, header.InstanceId.Value));
            json.WriteString("Status", stored.Status.ToString());
        }
        else
        {
            json.WriteString("Status", "Failure");
        }
        json.WriteEndObject();
    }
}
